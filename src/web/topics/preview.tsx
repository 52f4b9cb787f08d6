import { completePreview } from '../../features/topics/complete-preview.ts'
import type {
  ExclusionCount,
  KeywordCount,
  Shortage,
  Suggestion,
} from '../../features/topics/preview-schemas.ts'
import { count, formatDistance, languageTag } from '../format.ts'
import type { TopicsData } from './query.ts'

interface FoundArticle {
  title: string
  link: string
  language: string
  published_at: string
  source: { name: string }
}

const Found = ({ article, reason, now }: { article: FoundArticle; reason: string; now: string }) => (
  <article class="card">
    <h3 dir="auto" lang={languageTag(article.language)}>
      <a href={article.link} rel="noreferrer">
        {article.title}
      </a>
    </h3>
    <p class="quiet">
      <bdi>{article.source.name}</bdi> · {formatDistance(article.published_at, now)}
    </p>
    <p class="reason">{reason}</p>
  </article>
)

/** What helps where no word would. */
const SOURCES_HELP: ReadonlySet<Shortage['code']> = new Set(['no_sources', 'no_articles', 'not_in_language'])

export const AddSources = () => (
  <>
    <a href="/start">Pick interests with their sources</a>, or look at <a href="/sources">your sources</a>.
  </>
)

const Why = ({ shortage }: { shortage: Shortage }) => (
  <p>
    {shortage.detail} {SOURCES_HELP.has(shortage.code) && <AddSources />}
  </p>
)

const Words = ({ keywords }: { keywords: readonly KeywordCount[] }) => (
  <>
    <h3>The last three days, by keyword</h3>
    <table>
      <thead>
        <tr>
          <th scope="col">Keyword</th>
          <th scope="col">Articles</th>
          <th scope="col">Too faint</th>
        </tr>
      </thead>
      <tbody>
        {keywords.map(({ keyword, articles, too_weak }) => (
          <tr>
            <th scope="row" dir="auto">
              {keyword}
            </th>
            <td>{articles}</td>
            <td>{too_weak}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </>
)

const Exclusions = ({ exclusions }: { exclusions: readonly ExclusionCount[] }) => (
  <>
    <h3>What exclusions kept away</h3>
    <ul class="cards">
      {exclusions.map(({ keyword, articles, newest }) => (
        <li>
          <bdi>{keyword}</bdi>: {count(articles, 'article')}
          {newest.length > 0 && (
            <ul class="found">
              {newest.map(({ id, title }) => (
                <li dir="auto">
                  <a href={`/articles/${id}`}>{title}</a>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  </>
)

/** Words to add. Each is a button of the form, which comes back with the word in it. */
const Suggestions = ({ suggestions }: { suggestions: readonly Suggestion[] }) => (
  <>
    <h3>Often beside them</h3>
    <ul class="actions" aria-label="Add a keyword">
      {suggestions.map(({ word, articles }, nth) => (
        <li>
          <button
            type="submit"
            form="topic-form"
            formaction="/topics/preview"
            formnovalidate
            name="add"
            value={word}
            // The next one takes its place, and the focus.
            id={`suggestion-${nth}`}
            data-swap="preview keywords-field"
            title={`In ${count(articles, 'article')} that your words find`}
          >
            + <bdi>{word}</bdi>
          </button>
        </li>
      ))}
    </ul>
  </>
)

function summaryOf(matches: number, chosen: number): string {
  const best = chosen > 0 ? 'the best:' : 'none is sure enough.'
  return `${count(matches, 'article')} of the last three days; ${best}`
}

/** What the keywords of a form would have brought, and why it is little. */
const Explained = ({ stored, now }: { stored: NonNullable<TopicsData['preview']>; now: string }) => {
  const { choices, below, shortage, keywords, exclusions, suggestions, advice } = completePreview(stored)
  return (
    <>
      {stored.matches > 0 && <p class="quiet">{summaryOf(stored.matches, choices.length)}</p>}
      {shortage && <Why shortage={shortage} />}
      {choices.map((choice) => (
        <Found article={choice.article} reason={choice.reason} now={now} />
      ))}
      {suggestions.length > 0 && <Suggestions suggestions={suggestions} />}
      {keywords.length > 0 && <Words keywords={keywords} />}
      {advice.map((sentence) => (
        <p class="hint">{sentence}</p>
      ))}
      {exclusions.length > 0 && <Exclusions exclusions={exclusions} />}
      {below.length > 0 && (
        <>
          <h3>Not sure enough to be sent</h3>
          {below.map((low) => (
            <Found article={low.article} reason={low.reason} now={now} />
          ))}
        </>
      )}
    </>
  )
}

/** The part of the topic page that follows what is typed. */
export const Preview = ({ page, fault }: { page: TopicsData; fault: string | undefined }) => {
  const { preview, reader, sources } = page
  return (
    <section id="preview" aria-labelledby="preview-title" aria-live="polite" class="cards">
      <h2 class="rule" id="preview-title">
        What the keywords match
      </h2>
      {fault && <p class="bad">{fault}</p>}
      {!preview && !fault && <p class="quiet">Write keywords, and see here what they would have brought.</p>}
      {!preview && sources === 0 && (
        <p>
          You get no source yet, so there is nothing to find. <AddSources />
        </p>
      )}
      {preview && <Explained stored={preview} now={reader.now} />}
    </section>
  )
}
