import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { fetches, sources } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'
import { lastKept } from '../../retention/queries.ts'
import type { IngestOutcome } from '../outcomes.ts'
import { upsertArticles } from './upsert-articles.ts'

/** How many rows of a source's history are kept. */
export const HISTORY = 200

/** One fetch as it is stored: what the source becomes, its line of history, and its articles as JSON. */
export interface StoredFetch {
  source_id: number
  claimed_until: string
  /** JSON array of FeedArticle, each storable. */
  articles: string
  started_at: string
  duration_ms: number
  outcome: IngestOutcome
  http_status: number | null
  skipped_entries: number
  error: string | null
  error_count: number
  next_fetch_s: number
  etag: string | null
  last_modified: string | null
  ttl_minutes: number | null
  /** The feed's new home, once a permanent redirect was seen often enough. */
  moved_to: string | null
  redirect_url: string | null
  redirect_count: number
  /** Articles older than so many days are forgotten, and not stored again while the feed lists them. */
  article_days?: number
}

/** What a fetch changed. */
const StoreReport = z.object({ id: z.int(), new_articles: z.int(), updated_articles: z.int() })
export type StoreReport = z.infer<typeof StoreReport>

/** What `forgetArticles` would remove at once is not stored in the first place. */
const since = ({ source_id, article_days }: StoredFetch) =>
  article_days === undefined
    ? {}
    : {
        since: sql`least(now() - make_interval(days => ${article_days}::int), coalesce(${lastKept(sql`${source_id}::int`)}, '-infinity'))`,
      }

/**
 * Stores everything one fetch brought, in one statement: all articles, the source's new state, its history.
 *
 * Nothing happens unless the claim is still held, so a repeated message, or a source deleted or given another
 * address meanwhile, changes nothing. A feed that moved to another source's address stays where it is, and says so.
 */
export const storeFetch = command.maybe(
  'ingest.store',
  { returns: StoreReport, access: 'service' },
  (fetch: StoredFetch) => ({
    with: sql`
      namesake as (
        select id, feed_url from ${sources}
        where feed_url = ${fetch.moved_to}::text and id <> ${fetch.source_id}::int
      ),
      source as (
        update ${sources} set
          last_fetched_at = ${fetch.started_at}::timestamptz,
          last_error = coalesce(${fetch.error}, (
            select format('The feed has moved to %s, which is source %s already: one of the two can be deleted.', feed_url, id)
            from namesake
          )),
          error_count = ${fetch.error_count}::int,
          etag = ${fetch.etag},
          last_modified = ${fetch.last_modified},
          ttl_minutes = ${fetch.ttl_minutes}::int,
          next_fetch_at = now() + make_interval(secs => ${fetch.next_fetch_s}::int),
          leased_until = null,
          claimed_until = null,
          redirect_url = ${fetch.redirect_url},
          redirect_count = ${fetch.redirect_count}::int,
          feed_url = case when exists (select from namesake) then feed_url else coalesce(${fetch.moved_to}, feed_url) end
        where ${sources.id} = ${fetch.source_id}::int and ${sources.claimed_until} = ${fetch.claimed_until}::timestamptz
        returning ${sources.id}
      ),
      ${upsertArticles(fetch.articles, since(fetch))},
      outdated as (
        delete from ${fetches} using source
        where ${fetches.id} in (
          select old.id from ${fetches} old where old.source_id = ${fetch.source_id}::int
          order by old.started_at desc nulls last, old.id desc nulls last offset ${sql.raw(String(HISTORY - 1))}
        )
      )`,
    rows: sql`
      insert into ${fetches} (source_id, started_at, duration_ms, outcome, http_status, new_articles,
        updated_articles, skipped_entries, error)
      select source.id, ${fetch.started_at}::timestamptz, ${fetch.duration_ms}::int, ${fetch.outcome},
        ${fetch.http_status}::smallint, (select count(*) from stored where is_new),
        (select count(*) from stored where is_changed), ${fetch.skipped_entries}::int, ${fetch.error}
      from source
      returning id, new_articles, updated_articles`,
  }),
)
