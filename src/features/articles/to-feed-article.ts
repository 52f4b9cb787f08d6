import { AppError } from '../../errors.ts'
import { articleLink } from '../../ingest/normalise/article-link.ts'
import type { FeedArticle } from '../../ingest/normalise/feed-article.ts'
import { statedDate } from '../../ingest/normalise/stated-date.ts'
import { toArticle } from '../../ingest/normalise/to-article.ts'
import { isStorable } from '../../ingest/store/storable.ts'
import type { NewArticle } from './schemas.ts'

/**
 * A pushed article as the ingest would have made it of a feed's entry: tracking off its link, plain title,
 * sanitised summary, its identity.
 * @throws {AppError} `invalid_request` when the link leads nowhere, or nothing readable is left
 */
export function toFeedArticle(pushed: Omit<NewArticle, 'source_id'>, now: Date): FeedArticle {
  const link = articleLink(pushed.link.trim())
  if (link === null) {
    throw invalid('#/link', 'must be an http(s) address of at most 1024 characters')
  }
  const { title, summary_raw, published_at, author, tags = [], language = null } = pushed
  const text = (value: string) => ({ value, kind: 'guess' as const, base: link })
  const entry = {
    title: text(title),
    links: [link],
    lesserLinks: [],
    id: null,
    dates: published_at === undefined ? [] : [published_at],
    authors: author ? [author] : [],
    summary: summary_raw ? text(summary_raw) : null,
    content: null,
    tags,
    language,
  }
  const info = { ...NO_FEED, link }
  const around = {
    info,
    page: link,
    contentLanguage: null,
    identityOf: () => ({ guid: null, link, linkIs: 'own' as const }),
    dateOf: () => dateOf(entry.dates, now),
  }
  const article = toArticle(entry, around)
  if (article === null || !isStorable(article)) throw invalid('#/title', 'must hold something readable')
  return article
}

/** One pushed without a date, or with one to come, is of this moment: nobody guesses. */
function dateOf(dates: readonly string[], now: Date) {
  const stated = statedDate(dates) ?? now.getTime()
  return { moment: Math.min(stated, now.getTime()), isGuess: false }
}

/** An article from outside inherits nothing from a feed. */
const NO_FEED = {
  title: null,
  description: null,
  self: null,
  hub: null,
  moved_to: null,
  language: null,
  format: 'json' as const,
  version: null,
  ttl_minutes: null,
  dates: [],
  authors: [],
}

const invalid = (pointer: string, message: string) =>
  new AppError('invalid_request', 'The body is not as expected; see errors.', {
    errors: [{ pointer, message }],
  })
