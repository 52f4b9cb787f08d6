import { slicesOf } from './in-slices.ts'
import { DAY } from './normalise/calendar.ts'
import { cutText } from './normalise/cut-text.ts'
import { entryDates } from './normalise/entry-dates.ts'
import { identifyEntries } from './normalise/entry-identity.ts'
import { feedPage } from './normalise/fallback-link.ts'
import type { FeedArticle } from './normalise/feed-article.ts'
import { mergeArticles } from './normalise/merge-articles.ts'
import { dateOrder } from './normalise/parse-date.ts'
import { plainText } from './normalise/plain-text.ts'
import { statedDate } from './normalise/stated-date.ts'
import { toArticle } from './normalise/to-article.ts'
import { toLastEntry, toLastTag } from './parse/cut-document.ts'
import { decodeBytes } from './parse/decode-bytes.ts'
import { explainNoFeed } from './parse/explain-no-feed.ts'
import { parseJson } from './parse/parse-json.ts'
import { parseXml } from './parse/parse-xml.ts'
import type { RawEntry, RawFeed, RawText } from './parse/raw-feed.ts'
import { readJsonFeed } from './parse/read-json-feed.ts'
import { readXmlFeed } from './parse/read-xml-feed.ts'
import { asBase, resolveLink, UNKNOWN_BASE } from './parse/resolve-link.ts'
import { Turns } from './parse/take-turns.ts'

export type { FeedArticle } from './normalise/feed-article.ts'
export { type FeedLink, findFeedAnchors, findFeedLinks } from './parse/find-feed-links.ts'
export { NotAFeedError } from './parse/not-a-feed-error.ts'

/** What is known about a document besides its bytes. */
export interface FeedContext {
  /** The address it came from, after redirects; empty if unknown. */
  url: string
  contentType?: string | null
  contentLanguage?: string | null
  contentLocation?: string | null
  /** No article is later than this. */
  now: Date
  /** When the feed was read before; null or absent the first time. */
  lastRead?: Date | null
  /** Whether the bytes are only the beginning of the document: the entry in which they end is left out. */
  isCut?: boolean
}

/** What ingest makes of a feed. */
export interface ReadFeed {
  feed: {
    title: string | null
    /** The site the feed belongs to. */
    link: string | null
    description: string | null
    /** As the feed states it, usually a BCP 47 tag. */
    language: string | null
    format: 'rss' | 'rdf' | 'atom' | 'json'
    version: string | null
    /** Label of the encoding the bytes were read by. */
    encoding: string
    /** How long the feed asks not to be fetched again. */
    ttl_minutes: number | null
    /** The address the feed gives as its own. */
    self: string | null
    /** WebSub hub. */
    hub: string | null
    /** Where the feed says it has moved (itunes:new-feed-url), absolute. */
    moved_to: string | null
  }
  articles: FeedArticle[]
  /** Entries that gave no article: their place in the feed, from 0, and why. */
  skipped: { index: number; reason: string }[]
}

/**
 * Reads a feed of any format and quality into articles that can be stored as they are. Pure.
 *
 * @throws NotAFeedError (and nothing else) when the document is no feed; its message is for people
 */
export async function readFeed(bytes: Uint8Array, context: FeedContext): Promise<ReadFeed> {
  const { text: decoded, encoding } = decodeBytes(
    context.isCut ? toLastTag(bytes) : bytes,
    context.contentType,
  )
  const text = context.isCut ? toLastEntry(decoded) : decoded
  const base = documentBase(context)
  const turns = new Turns()
  const { raw, isCut } = await readRaw(await cleanText(text, turns), base)
  if (!raw) throw explainNoFeed(text, base)
  const { info } = raw
  const { entries, skipped } = await readEntries(raw, text.length, turns)
  if (isCut) skipped.push({ index: raw.entries.length, reason: TOO_MANY_PARTS })
  const identities = identifyEntries(
    entries.map(({ entry }) => entry),
    [info.link, info.self, base],
  )
  const moments = datesOf(entries, raw, context)
  const around = {
    info,
    page: feedPage(info, base),
    contentLanguage: context.contentLanguage ?? null,
    identityOf: (entry: RawEntry) => identities.get(entry) ?? UNKNOWN,
    dateOf: (entry: RawEntry) => moments.get(entry) ?? { moment: context.now.getTime(), isGuess: true },
  }
  const articles: FeedArticle[] = []
  let kept = 0
  for (const { entry, index } of entries) {
    if (kept > MAX_KEPT) {
      skipped.push({ index, reason: TOO_MUCH_TEXT })
      break
    }
    await turns.spend(sizeOf(entry))
    const article = toArticle(entry, around)
    if (article) articles.push(article)
    else skipped.push({ index, reason: 'The entry is empty: no title, link, text, id or date.' })
    kept += article?.summary_raw?.length ?? 0
  }
  skipped.sort((a, b) => a.index - b.index)
  const { title, description, dates, authors, ...rest } = info
  return {
    feed: { title: line(title), description: line(description), ...rest, encoding },
    articles: mergeArticles(articles),
    skipped,
  }
}

const UNKNOWN = { guid: null, link: null, linkIs: 'own' } as const

function datesOf(entries: readonly { entry: RawEntry }[], { info }: RawFeed, context: FeedContext) {
  const now = context.now.getTime()
  const language = info.language ?? context.contentLanguage ?? null
  const written = [...info.dates, ...entries.flatMap(({ entry }) => entry.dates)]
  const hints = { language, dayFirst: dateOrder(written, { language, latest: now + DAY }) }
  const stated = entries.map(({ entry }) => statedDate(entry.dates, hints))
  const built = statedDate(info.dates, hints)
  const dates = entryDates(stated, { built, now, lastRead: context.lastRead?.getTime() ?? null })
  return new Map(entries.map(({ entry }, at) => [entry, dates[at]]))
}

async function readRaw(text: string, base: string): Promise<{ raw: RawFeed | null; isCut: boolean }> {
  const json = /^\s*[[{]/.test(text) ? parseJson(text) : undefined
  if (json !== undefined) return { raw: readJsonFeed(json, base), isCut: false }
  const { root, isCut } = await parseXml(text)
  return { raw: readXmlFeed(root, base), isCut }
}

/** All articles of one feed have no more than this many characters of text: some three books. */
const MAX_KEPT = 6_000_000
const TOO_MUCH_TEXT =
  'The feed holds more text than is kept of one feed: the entries from here on were left out.'
const TOO_MANY_PARTS =
  'The document has more elements than are read of one: what stands from here on was left out.'

/** About how much work an entry is, in characters. */
const sizeOf = ({ title, summary, content }: RawEntry) =>
  500 + (title?.value.length ?? 0) + (summary?.value.length ?? 0) + (content?.value.length ?? 0)

/** More entries than this are left out, the later ones: no feed has them, and an attacker's time is ours. */
const MAX_ENTRIES = 10_000
/**
 * Nor does one have an entry every few characters: a link takes about 48, with its tags. It
 * bounds the time a document takes by its length. A short document may be as dense as it likes.
 */
const LEAST_CHARACTERS = 48
const FEW_ENTRIES = 1000

async function readEntries(raw: RawFeed, characters: number, turns: Turns) {
  const entries: { entry: RawEntry; index: number }[] = []
  const skipped: ReadFeed['skipped'] = []
  const most = Math.min(MAX_ENTRIES, Math.max(FEW_ENTRIES, Math.ceil(characters / LEAST_CHARACTERS)))
  if (raw.entries.length > most) {
    const reason = `The feed has ${raw.entries.length} entries in ${characters} characters: those from here on were left out.`
    skipped.push({ index: most, reason })
  }
  for (const [index, read] of raw.entries.slice(0, most).entries()) {
    try {
      const entry = read()
      entries.push({ entry, index })
      await turns.spend(sizeOf(entry))
    } catch {
      skipped.push({ index, reason: 'The entry could not be read.' })
    }
  }
  return { entries, skipped }
}

/**
 * RFC 3986 section 5.1: Content-Location, else the address the document was fetched from; without its query where that makes
 * it far too long, as a signature does.
 */
function documentBase(context: FeedContext): string {
  const web = (link: string | null) => asBase(link) ?? asBase(link?.replace(/[?#].*/s, '') ?? null)
  const url = web(resolveLink(context.url, UNKNOWN_BASE)) ?? UNKNOWN_BASE
  return web(resolveLink(context.contentLocation, url)) ?? url
}

const CONTROLS = /[^\P{Cc}\t\n\r\u0080-\u009f]+/gu

/** Controls and lone surrogates are no part of any feed; C1 is left to the texts, which may be twice encoded. */
async function cleanText(text: string, turns: Turns): Promise<string> {
  const clean: string[] = []
  for (const slice of slicesOf(text.replace(/^\ufeff+/, ''))) {
    clean.push(slice.replace(CONTROLS, ''))
    await turns.spend(slice.length)
  }
  return clean.join('').toWellFormed()
}

function line(text: RawText | null): string | null {
  return text ? cutText(plainText(text), 2000, true) || null : null
}
