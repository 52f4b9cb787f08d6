/** So much of one text is read: fifty times what is kept of it, for pictures and scripts that stand before it. */
export const MAX_TEXT = 1_000_000

/** A text as the feed gave it, with what is needed to read it. */
export interface RawText {
  value: string
  /** `guess`: the format does not say whether markup is meant (an RSS title). */
  kind: 'text' | 'html' | 'guess'
  /** Absolute address that relative links in the text are resolved against. */
  base: string
}

/** An entry as the feed gave it: nothing cut, cleaned or chosen yet. */
export interface RawEntry {
  title: RawText | null
  /** Addresses of the entry itself, absolute, best first. */
  links: string[]
  /** Addresses that at least belong to the entry (enclosure, comments), absolute, for want of a better one. */
  lesserLinks: string[]
  /** guid, atom:id, rdf:about or the like: unique within the feed, not always an address. */
  id: string | null
  /** Dates as written, the first publication before later changes. */
  dates: string[]
  authors: string[]
  summary: RawText | null
  content: RawText | null
  tags: string[]
  /** BCP 47 tag, or whatever the entry says. */
  language: string | null
}

/** The feed's own facts, as given. */
export interface RawFeedInfo {
  title: RawText | null
  description: RawText | null
  /** The site the feed belongs to, absolute. */
  link: string | null
  /** The address the feed names as its own, absolute. */
  self: string | null
  /** WebSub hub, absolute. */
  hub: string | null
  /** Where the feed says it has moved, absolute. */
  moved_to: string | null
  language: string | null
  format: 'rss' | 'rdf' | 'atom' | 'json'
  version: string | null
  /** How long the feed asks not to be fetched again, in minutes. */
  ttl_minutes: number | null
  dates: string[]
  /** Authors of entries that name none (RFC 4287 section 4.2.1). */
  authors: string[]
}

export interface RawFeed {
  info: RawFeedInfo
  /** Readers of the entries, in the feed's order: each is called on its own, so that one bad entry costs one. */
  entries: (() => RawEntry)[]
}
