/** An article as ingest stores it. Lengths are in characters (Unicode code points). */
export interface FeedArticle {
  /** Plain text, 1 to 512. */
  title: string
  /** Absolute http(s) address, at most 1024. */
  link: string
  /** ISO 8601 in UTC, never later than the moment of reading. */
  published_at: string
  /** Whether the feed states no date that can be read, so that `published_at` is the likeliest one. */
  date_is_guess: boolean
  /** Plain text, at most 255. */
  author: string | null
  /** Sanitised HTML that can be put into a page as it is, about 20,000 at most. */
  summary_raw: string | null
  /** At most 32 of at most 64. */
  tags: string[]
  /** Name of a Postgres text search configuration: `english`, `german`, `simple`. */
  language: string
  /** The feed's id for it, at most 512; null when it has none that tells it from the others. */
  guid: string | null
  /**
   * SHA-256, 64 hex digits, by which the article is known when nothing is stored of it: `link_hash`, or `entry_hash`
   * where the link is not its own. What is stored under its id or another link before keeps its own.
   */
  content_hash: string
  /** SHA-256 of the normalised link. */
  link_hash: string
  /** SHA-256 of the normalised link with the entry's id, or without one its title and date. */
  entry_hash: string
}
