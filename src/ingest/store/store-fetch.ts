import { sql } from 'drizzle-orm'
import { articles, fetches, sources } from '../../db/schema/index.ts'
import { one } from '../../db/statement.ts'

const p = sql.placeholder

/** How many rows of a source's history are kept. */
const HISTORY = 200

/** One fetch as it is stored: what the source becomes, its line of history, and its articles as JSON. */
export type StoredFetch = {
  source_id: number
  leased_until: string
  /** JSON array of FeedArticle. */
  articles: string
  started_at: string
  duration_ms: number
  outcome: string
  http_status: number | null
  skipped_entries: number
  error: string | null
  error_count: number
  next_fetch_s: number
  etag: string | null
  last_modified: string | null
  /** The feed's new home, once a permanent redirect was seen often enough. */
  moved_to: string | null
  redirect_url: string | null
  redirect_count: number
}

/**
 * Stores everything one fetch brought, in one statement: all articles, the source's new state, its history.
 *
 * Nothing happens unless the lease is still held, so a repeated message changes nothing. An article is known by
 * its `content_hash`: seen again in its own feed, or later in another, its newer text replaces the older one;
 * its date and first source stay. Rows are written in the order of their hashes, so that two feeds with common
 * articles never wait for each other in a circle.
 */
export const storeFetch = one<StoredFetch, { id: number; new_articles: number; updated_articles: number }>(
  'ingest.store',
  {
    access: 'service',
    with: sql`
    source as (
      update ${sources} set
        last_fetched_at = ${p('started_at')}::timestamptz,
        last_error = ${p('error')},
        error_count = ${p('error_count')}::int,
        etag = ${p('etag')},
        last_modified = ${p('last_modified')},
        next_fetch_at = now() + make_interval(secs => ${p('next_fetch_s')}::int),
        leased_until = null,
        redirect_url = ${p('redirect_url')},
        redirect_count = ${p('redirect_count')}::int,
        feed_url = case
          when ${p('moved_to')}::text is null then ${sources.feed_url}
          when exists (select from ${sources} other where other.feed_url = ${p('moved_to')}) then ${sources.feed_url}
          else ${p('moved_to')}
        end
      where ${sources.id} = ${p('source_id')}::int and ${sources.leased_until} = ${p('leased_until')}::timestamptz
      returning ${sources.id}
    ),
    stored as (
      insert into ${articles}
        (source_id, title, link, summary_raw, content_hash, published_at, author, tags, language)
      select source.id, title, link, summary_raw, content_hash, published_at, author, tags, language
      from source, jsonb_to_recordset(${p('articles')}::jsonb) as entry (
        title text, link text, summary_raw text, content_hash text, published_at timestamptz, author text,
        tags jsonb, language text
      )
      order by content_hash
      on conflict (content_hash) do update set
        title = excluded.title, link = excluded.link, summary_raw = excluded.summary_raw,
        author = excluded.author, tags = excluded.tags, language = excluded.language
      where (articles.source_id = excluded.source_id or articles.published_at < excluded.published_at)
        and (articles.title, articles.link, articles.summary_raw, articles.author, articles.tags, articles.language)
          is distinct from
            (excluded.title, excluded.link, excluded.summary_raw, excluded.author, excluded.tags, excluded.language)
      returning (xmax = 0) as is_new
    ),
    outdated as (
      delete from ${fetches} using source
      where ${fetches.id} in (
        select old.id from ${fetches} old where old.source_id = ${p('source_id')}::int
        order by old.started_at desc, old.id desc offset ${sql.raw(String(HISTORY - 1))}
      )
    )`,
    work: sql`
    insert into ${fetches} (source_id, started_at, duration_ms, outcome, http_status, new_articles,
      updated_articles, skipped_entries, error)
    select source.id, ${p('started_at')}::timestamptz, ${p('duration_ms')}::int, ${p('outcome')},
      ${p('http_status')}::smallint, (select count(*) from stored where is_new),
      (select count(*) from stored where not is_new), ${p('skipped_entries')}::int, ${p('error')}
    from source
    returning id, new_articles, updated_articles`,
  },
)
