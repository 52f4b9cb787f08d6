/** An article as ingest stores it. Lengths are in characters (Unicode code points). */
export interface FeedArticle {
  /** Plain text, 1 to 512. */
  title: string
  /** Absolute http(s) address, at most 1024. */
  link: string
  /** ISO 8601 in UTC, never later than the moment of reading. */
  published_at: string
  /** Plain text, at most 255. */
  author: string | null
  /** Sanitised HTML that can be put into a page as it is, about 20,000 at most. */
  summary_raw: string | null
  /** At most 32 of at most 64. */
  tags: string[]
  /** Name of a Postgres text search configuration: `english`, `german`, `simple`. */
  language: string
  /** SHA-256 of the normalised link, 64 hex digits: the article's identity. */
  content_hash: string
}
