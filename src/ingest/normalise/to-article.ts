import type { RawEntry, RawFeedInfo, RawText } from '../parse/raw-feed.ts'
import { cleanCharacters } from '../parse/repair-text.ts'
import { cleanTags } from './clean-tags.ts'
import { contentHash } from './content-hash.ts'
import { cutText } from './cut-text.ts'
import { escapeWithin } from './escape-html.ts'
import { fallbackLink } from './fallback-link.ts'
import { fallbackTitle } from './fallback-title.ts'
import type { FeedArticle } from './feed-article.ts'
import { authorName } from './person-name.ts'
import { isHtml, plainText } from './plain-text.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { statedDate } from './stated-date.ts'
import { textSearchLanguage } from './text-search-language.ts'

const MAX_TITLE = 512
const MAX_SUMMARY = 20_000

/** What an entry inherits from its feed and its fetch. */
export interface Surroundings {
  info: RawFeedInfo
  /** As `feedPage` returns it. */
  page: string
  /** The moment the feed itself states, as `statedDate` returns it. */
  date: number | null
  contentLanguage: string | null
  now: Date
  /** The best link of an entry that can be stored, or null. */
  linkOf: (entry: RawEntry) => string | null
  /** Whether this link is no article but the page all of them share, see read-feed.ts. */
  isShared: (link: string) => boolean
}

/**
 * An entry as the article that is stored. What is missing is made up for: a link by the entry's id on the feed's
 * site, a title by the first sentence, a date by the feed's, else now. Throws nothing; null for an entry that says
 * nothing at all.
 */
export function toArticle(entry: RawEntry, around: Surroundings): FeedArticle | null {
  if (isEmpty(entry)) return null
  const { info } = around
  const stated = around.linkOf(entry)
  const link = stated && !around.isShared(stated) ? stated : fallbackLink(entry, stated, around.page)
  const summary = summaryOf(entry.summary) ?? summaryOf(entry.content)
  const title = entry.title ? plainText(entry.title) : ''
  return {
    title: cutText(title || fallbackTitle(entry, stated, info), MAX_TITLE, true),
    link,
    published_at: publishedAt(entry, around),
    author: authorName(entry.authors.length > 0 ? entry.authors : info.authors),
    summary_raw: summary,
    tags: cleanTags(entry.tags),
    language: textSearchLanguage(entry.language, info.language, around.contentLanguage),
    content_hash: contentHash(link),
  }
}

function isEmpty(entry: RawEntry): boolean {
  const lists = [entry.links, entry.lesserLinks, entry.dates, entry.authors, entry.tags]
  return (
    !entry.title && !entry.summary && !entry.content && !entry.id && lists.every((list) => list.length === 0)
  )
}

function summaryOf(text: RawText | null): string | null {
  if (!text) return null
  if (!isHtml(text)) {
    return escapeWithin(cleanCharacters(text.value).trim(), MAX_SUMMARY) || null
  }
  const html = sanitiseHtml(text.value, text.base, MAX_SUMMARY)
  return /<img /.test(html) || /[^\s\u00a0]/.test(html.replace(/<[^>]*>/g, '').replaceAll('&nbsp;', ' '))
    ? html
    : null
}

function publishedAt(entry: RawEntry, { date, now }: Surroundings): string {
  const stated = statedDate(entry.dates) ?? date
  return stated !== null && stated < now.getTime() ? new Date(stated).toISOString() : now.toISOString()
}
