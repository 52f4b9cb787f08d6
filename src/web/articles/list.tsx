import { extractSummary } from '../../summaries/extract.ts'
import { formatDistance, languageTag } from '../format.ts'
import type { ListedArticle } from './listed.ts'
import { ArticleLink, SaveArticle } from './marks.tsx'

/** Articles one below the other, each with its source, age, beginning, and the button that saves it. */
export const ArticleList = (props: {
  id: string
  articles: readonly ListedArticle[]
  now: string
  back: string
}) => (
  <ol class="cards" id={props.id}>
    {props.articles.map((article) => {
      const lang = languageTag(article.language)
      const summary = article.summary ?? extractSummary(article)
      return (
        <li class="card article">
          <h3 dir="auto" lang={lang}>
            <ArticleLink article={article} isRead={article.read_at !== null} />
          </h3>
          <p class="quiet">
            <bdi>{article.source.name}</bdi> ·{' '}
            <time datetime={article.published_at}>{formatDistance(article.published_at, props.now)}</time>
          </p>
          {summary && (
            <p dir="auto" lang={lang}>
              {summary}
            </p>
          )}
          <div class="thumbs">
            <SaveArticle article={article} back={props.back} swap={props.id} />
            <a class="quiet" href={`/articles/${article.id}`} aria-label={`Read here: ${article.title}`}>
              Read here
            </a>
          </div>
        </li>
      )
    })}
  </ol>
)
