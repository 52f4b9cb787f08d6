import { completeChoice, completeLow } from '../../features/briefs/complete.ts'
import type { StoredLow } from '../../features/briefs/schemas.ts'
import { adviseOn } from '../../features/topics/advise.ts'
import type { Topic } from '../../features/topics/schemas.ts'
import { count, formatDistance, languageTag } from '../format.ts'
import { Layout } from '../layout.tsx'
import { type TopicDraft, TopicForm } from './form.tsx'
import type { TopicsData } from './query.ts'

const Found = ({ article, reason, now }: { article: StoredLow['article']; reason: string; now: string }) => (
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

const Preview = ({ page, fault }: { page: TopicsData; fault: string | undefined }) => {
  const { preview, reader } = page
  return (
    <section id="preview" aria-labelledby="preview-title" aria-live="polite" class="cards">
      <h2 class="rule" id="preview-title">
        What the keywords match
      </h2>
      {fault && <p class="bad">{fault}</p>}
      {!preview && !fault && <p class="quiet">Write keywords, and see here what they would have brought.</p>}
      {preview && (
        <p class="quiet">
          {preview.matches === 0
            ? 'No article of the last three days. Try broader words.'
            : `${count(preview.matches, 'article')} of the last three days; ${preview.choices.length > 0 ? 'the best:' : 'none is sure enough.'}`}
        </p>
      )}
      {preview && adviseOn(preview.keywords).map((advice) => <p class="hint">{advice}</p>)}
      {preview?.choices.map(completeChoice).map((choice) => (
        <Found article={choice.article} reason={choice.reason} now={reader.now} />
      ))}
      {preview && preview.below.length > 0 && (
        <>
          <h3>Not sure enough to be sent</h3>
          {preview.below.map(completeLow).map((low) => (
            <Found article={low.article} reason={low.reason} now={reader.now} />
          ))}
        </>
      )}
    </section>
  )
}

const TopicCard = ({ topic }: { topic: Topic }) => (
  <li class="card">
    <h3 dir="auto">{topic.name}</h3>
    {!topic.is_active && <p class="state off">Paused</p>}
    {topic.keywords.length === 0 ? (
      <p class="quiet">No keywords yet, so it finds nothing.</p>
    ) : (
      <ul class="tags" aria-label="Keywords">
        {topic.keywords.map((keyword) => (
          <li dir="auto">{keyword}</li>
        ))}
      </ul>
    )}
    <div class="actions">
      <a class="button" href={`/topics/${topic.id}`} aria-label={`Edit ${topic.name}`}>
        Edit
      </a>
      <form method="post" action={`/topics/${topic.id}/active`}>
        <button
          type="submit"
          name="is_active"
          value={String(!topic.is_active)}
          aria-label={`${topic.is_active ? 'Pause' : 'Resume'} ${topic.name}`}
        >
          {topic.is_active ? 'Pause' : 'Resume'}
        </button>
      </form>
      <form method="post" action={`/topics/${topic.id}/delete`}>
        <button
          type="submit"
          class="link"
          aria-label={`Delete ${topic.name}`}
          data-confirm={`Delete “${topic.name}” and everything it delivered?`}
        >
          Delete
        </button>
      </form>
    </div>
  </li>
)

export interface TopicsProps {
  page: TopicsData
  draft: TopicDraft
  /** The validation message for the draft. */
  fault?: string | undefined
}

/** The reader's topics, with a form to create or edit one and a preview of the articles that its keywords match. */
export const TopicsPage = ({ page, draft, fault }: TopicsProps) => (
  <Layout title="Topics · Morning Brief" path="/topics" reader={page.reader} dateline="What you care about">
    <h1 class="sr">Topics</h1>
    <div class="columns">
      <div>
        <section aria-labelledby="form-title">
          <h2 class="rule" id="form-title">
            {draft.id === null ? 'A new topic' : 'Change the topic'}
          </h2>
          <TopicForm draft={draft} fault={fault} />
          {draft.id === null && (
            <p class="below">
              <a href="/start">Pick from interests</a>, which come with their sources.
            </p>
          )}
        </section>
      </div>
      <Preview page={page} fault={fault} />
    </div>
    {page.topics.length > 0 && (
      <section aria-labelledby="list-title" class="below">
        <h2 class="rule" id="list-title">
          Your topics
        </h2>
        <ul class="cards">
          {page.topics.map((topic) => (
            <TopicCard topic={topic} />
          ))}
        </ul>
      </section>
    )}
  </Layout>
)
