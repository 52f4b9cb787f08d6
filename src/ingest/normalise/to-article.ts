import type { RawEntry, RawFeedInfo, RawText } from '../parse/raw-feed.ts'
import { cleanCharacters } from '../parse/repair-text.ts'
import { cleanTags } from './clean-tags.ts'
import { contentHash, sha256Hex } from './content-hash.ts'
import { cutText } from './cut-text.ts'
import type { EntryDate } from './entry-dates.ts'
import type { EntryIdentity } from './entry-identity.ts'
import { escapeWithin } from './escape-html.ts'
import { fallbackLink } from './fallback-link.ts'
import { fallbackTitle } from './fallback-title.ts'
import type { FeedArticle } from './feed-article.ts'
import { authorName } from './person-name.ts'
import { asHtml, plainText } from './plain-text.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { textSearchLanguage } from './text-search-language.ts'

const MAX_TITLE = 512
const MAX_SUMMARY = 20_000

/** What an entry inherits from its feed and its fetch. */
export interface Surroundings {
  info: RawFeedInfo
  /** As `feedPage` returns it. */
  page: string
  contentLanguage: string | null
  identityOf: (entry: RawEntry) => EntryIdentity
  dateOf: (entry: RawEntry) => EntryDate
}

/** The most characters of an id that are kept; a longer one by its digest. */
const MAX_GUID = 512

/**
 * An entry as the article that is stored. What is missing is made up for: a link by the entry's id on the feed's
 * site, a title by the first sentence. Throws nothing; null for an entry that says nothing at all.
 */
export function toArticle(entry: RawEntry, around: Surroundings): FeedArticle | null {
  if (isEmpty(entry)) return null
  const { info } = around
  const { guid, link: stated, linkIs } = around.identityOf(entry)
  const unique = fallbackLink(entry, { stated, guid, page: around.page })
  const link = stated && linkIs !== 'none' ? stated : unique
  const summary = summaryOf(entry.summary) ?? summaryOf(entry.content)
  const title = entry.title ? plainText(entry.title) : ''
  const { moment, isGuess } = around.dateOf(entry)
  const [link_hash, entry_hash] = [contentHash(link), contentHash(unique)]
  return {
    title: cutText(title || fallbackTitle(entry, stated, info), MAX_TITLE, true),
    link,
    published_at: new Date(moment).toISOString(),
    date_is_guess: isGuess,
    author: authorName(entry.authors.length > 0 ? entry.authors : info.authors),
    summary_raw: summary,
    tags: cleanTags(entry.tags),
    language: textSearchLanguage(entry.language, info.language, around.contentLanguage),
    guid: guid && (guid.length > MAX_GUID ? `sha256:${sha256Hex(guid)}` : cleanCharacters(guid)),
    content_hash: linkIs === 'own' ? link_hash : entry_hash,
    link_hash,
    entry_hash,
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
  const written = asHtml(text)
  if (written === null) return escapeWithin(cleanCharacters(text.value).trim(), MAX_SUMMARY) || null
  const html = sanitiseHtml(written, text.base, MAX_SUMMARY)
  return /<img /.test(html) || /[^\s\u00a0]/.test(html.replace(/<[^>]*>/g, '').replaceAll('&nbsp;', ' '))
    ? html
    : null
}
