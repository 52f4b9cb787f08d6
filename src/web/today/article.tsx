import type { z } from 'zod'
import type { Brief } from '../../features/briefs/schemas.ts'
import type { Mark } from '../../features/marks/schemas.ts'
import { ArticleLink, SaveArticle } from '../articles/marks.tsx'
import { formatDistance, languageTag } from '../format.ts'

export type Delivery = Brief['topics'][number]['deliveries'][number]

const THUMB = 'M7 11v9H4v-9zm0 0 4-8c1.5 0 2.5 1 2.5 2.5V9H19c1.2 0 2 1 1.8 2.2l-1.2 7A2 2 0 0 1 17.6 20H7'

const Thumb = ({ rating, chosen }: { rating: 'up' | 'down'; chosen: boolean }) => (
  <button
    type="submit"
    class="icon"
    name="rating"
    value={chosen ? 'none' : rating}
    aria-pressed={chosen ? 'true' : 'false'}
    aria-label={rating === 'up' ? 'Thumb up' : 'Thumb down'}
    data-key={rating === 'up' ? 'u' : 'd'}
  >
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={THUMB} transform={rating === 'down' ? 'rotate(180 12 12)' : undefined} />
    </svg>
  </button>
)

const Comment = ({ delivery, back }: { delivery: Delivery; back: string }) => (
  <form method="post" action={`/deliveries/${delivery.id}/feedback`} data-swap={`delivery-${delivery.id}`}>
    <input type="hidden" name="back" value={back} />
    <input type="hidden" name="rating" value={delivery.feedback?.rating} />
    <label class="sr" for={`comment-${delivery.id}`}>
      Comment
    </label>
    <input
      id={`comment-${delivery.id}`}
      name="comment"
      maxlength={2000}
      placeholder="Why? (optional)"
      value={delivery.feedback?.comment ?? ''}
    />
    <button type="submit" id={`save-${delivery.id}`}>
      Save
    </button>
  </form>
)

export interface ArticleProps {
  delivery: Delivery
  mark: z.infer<typeof Mark> | undefined
  now: string
  back: string
}

/** One article of a brief: title, source, age, summary, the reason why it was chosen, thumbs, and the button to save it. */
export const Article = ({ delivery, mark, now, back }: ArticleProps) => {
  const { article, feedback } = delivery
  const lang = languageTag(article.language)
  return (
    <article class="article" id={`delivery-${delivery.id}`}>
      <h3 dir="auto" lang={lang}>
        <ArticleLink id={`title-${delivery.id}`} article={article} isRead={Boolean(mark?.read_at)} />
        {delivery.update_of !== null && <span class="state"> Update</span>}
      </h3>
      <p class="quiet">
        <bdi>{article.source.name}</bdi> ·{' '}
        <time datetime={article.published_at}>{formatDistance(article.published_at, now)}</time>
      </p>
      {article.summary && (
        <p dir="auto" lang={lang}>
          {article.summary.text}
        </p>
      )}
      <p class="reason">{delivery.reason}</p>
      {delivery.also_in.length > 0 && (
        <p class="quiet">
          Also in{' '}
          {delivery.also_in.map((report, nth) => (
            <>
              {nth > 0 && ', '}
              <a href={report.link} rel="noreferrer" title={report.title}>
                <bdi>{report.source_name}</bdi>
              </a>
            </>
          ))}
        </p>
      )}
      <div class="thumbs">
        <form
          method="post"
          action={`/deliveries/${delivery.id}/feedback`}
          data-swap={`delivery-${delivery.id}`}
        >
          <input type="hidden" name="back" value={back} />
          <input type="hidden" name="comment" value={feedback?.comment ?? ''} />
          <Thumb rating="up" chosen={feedback?.rating === 'up'} />
          <Thumb rating="down" chosen={feedback?.rating === 'down'} />
        </form>
        <SaveArticle
          article={{ ...article, item_id: mark?.item_id ?? null }}
          back={back}
          swap={`delivery-${delivery.id} items`}
        />
        <a class="quiet" href={`/articles/${article.id}`} aria-label={`Read here: ${article.title}`}>
          Read here
        </a>
        {feedback && <Comment delivery={delivery} back={back} />}
      </div>
    </article>
  )
}
