import { LANGUAGES } from '../../db/schema/languages.ts'
import { MAX_SUMMARY_RAW_BYTES } from '../../db/schema/limits.ts'
import type { FeedArticle } from '../normalise/feed-article.ts'

const LANGUAGE_NAMES: ReadonlySet<string> = new Set(LANGUAGES)

/**
 * Whether the database would take an article: its constraints once more, so that an odd entry costs that entry
 * and not the statement that stores its whole feed.
 */
export function isStorable(article: FeedArticle): boolean {
  const { title, link, summary_raw, guid, published_at, author, tags, language } = article
  const { content_hash, link_hash, entry_hash } = article
  return (
    // Stricter than the database, whose idea of white space differs from JavaScript's.
    /[^\s\p{Z}\p{Cc}\p{Cf}]/u.test(title) &&
    fits(title, 512) &&
    link !== '' &&
    fits(link, 1024) &&
    fits(summary_raw ?? '', MAX_SUMMARY_RAW_BYTES / 4) &&
    fits(author ?? '', 255) &&
    tags.every((tag) => fits(tag, 1024)) &&
    fits(guid ?? '', 512) &&
    [content_hash, link_hash, entry_hash].every((hash) => /^[0-9a-f]{64}$/.test(hash)) &&
    LANGUAGE_NAMES.has(language) &&
    isMoment(published_at)
  )
}

/** Within `max` characters as Postgres counts them, without NUL or half a surrogate pair, which it cannot hold. */
const fits = (text: string, max: number) =>
  (text.length <= max || (text.length <= 2 * max && [...text].length <= max)) &&
  !text.includes('\u0000') &&
  text.isWellFormed()

/** ISO 8601 with a year that both JSON and Postgres write with four digits. */
const isMoment = (text: string) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text))
