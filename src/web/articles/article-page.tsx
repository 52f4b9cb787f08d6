import { formatMoment, languageTag } from '../format.ts'
import { Layout } from '../layout.tsx'
import type { ArticleData } from './article-query.ts'
import { SaveArticle } from './marks.tsx'
import { readingHtml } from './reading-html.ts'

const ReadMark = ({ page, back }: { page: ArticleData; back: string }) => {
  const isRead = page.mark.read_at !== null
  return (
    <form method="post" action={`/articles/${page.article.id}/mark`} data-swap="marks">
      <input type="hidden" name="back" value={back} />
      <button type="submit" name="is_read" value={String(!isRead)}>
        {isRead ? 'Mark as unread' : 'Mark as read'}
      </button>
    </form>
  )
}

const Others = ({ page }: { page: ArticleData }) => (
  <section class="below" aria-labelledby="others-title">
    <h2 class="rule" id="others-title">
      Other sources on this story
    </h2>
    <ul class="cards">
      {page.reports.map((report) => (
        <li>
          <a href={`/articles/${report.id}`} dir="auto">
            {report.title}
          </a>{' '}
          <span class="quiet">
            <bdi>{report.source_name}</bdi>
          </span>
        </li>
      ))}
      {page.carriers.map((name) => (
        <li class="quiet">
          <bdi>{name}</bdi> carries this very article.
        </li>
      ))}
    </ul>
  </section>
)

/** One article: the text that its feed gave, and the way to the original. */
export const ArticlePage = ({ page }: { page: ArticleData }) => {
  const { article, reader, mark } = page
  const lang = languageTag(article.language)
  const path = `/articles/${article.id}`
  const text = article.summary_raw ? readingHtml(article.summary_raw, article.link) : ''
  return (
    <Layout title={`${article.title} · Morning Brief`} path="" reader={reader}>
      <article class="reading" data-opened={mark.read_at === null ? String(article.id) : undefined}>
        <h1 dir="auto" lang={lang}>
          {article.title}
        </h1>
        <p class="quiet">
          <a href={`/sources/${article.source.id}`}>
            <bdi>{article.source.name}</bdi>
          </a>{' '}
          ·{' '}
          <time datetime={article.published_at}>{formatMoment(article.published_at, reader.time_zone)}</time>
          {article.author && <bdi> · {article.author}</bdi>}
        </p>
        {text ? (
          <div class="text" dir="auto" lang={lang} dangerouslySetInnerHTML={{ __html: text }} />
        ) : (
          <p class="quiet">The feed gave no text beside the title.</p>
        )}
        {article.tags.length > 0 && (
          <ul class="tags" aria-label="Tags">
            {article.tags.map((tag) => (
              <li dir="auto">{tag}</li>
            ))}
          </ul>
        )}
        <div class="actions" id="marks">
          <a class="button primary" href={article.link} rel="noreferrer">
            Read the original
          </a>
          <SaveArticle article={{ ...article, item_id: mark.item_id }} back={path} swap="marks" />
          <ReadMark page={page} back={path} />
        </div>
      </article>
      {page.reports.length + page.carriers.length > 0 && <Others page={page} />}
    </Layout>
  )
}
