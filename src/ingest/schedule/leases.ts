import { sql } from 'drizzle-orm'
import { sources } from '../../db/schema/index.ts'
import { many } from '../../db/statement.ts'

const p = sql.placeholder

/** A source taken for one fetch: the moment its lease ends also proves who holds it. */
export interface Lease {
  source_id: number
  leased_until: string
}

/** What a fetch needs to know of its source. */
export interface LeasedSource extends Lease {
  feed_url: string
  etag: string | null
  last_modified: string | null
  error_count: number
  redirect_url: string | null
  redirect_count: number
}

/** How long a message may wait in the queue before the source is leased anew, in seconds. */
export const QUEUED_S = 15 * 60
/** How long one fetch and its store may take: far beyond their own limits. */
const FETCHING_S = 2 * 60

/**
 * Leases up to `limit` sources that are due, at most `per_host` of them on one host, the longest due first.
 * Ticks that run at once take different sources (`SKIP LOCKED`); a lease that nobody uses ends by itself.
 */
export const leaseDueSources = many<{ limit: number; per_host: number }, Lease>('ingest.lease', {
  access: 'service',
  with: sql`
    due as (
      select id, row_number() over (
        partition by split_part(feed_url, '/', 3) order by next_fetch_at, id
      ) + (
        select count(*) from ${sources} busy
        where busy.is_active and busy.leased_until > now()
          and split_part(busy.feed_url, '/', 3) = split_part(${sources.feed_url}, '/', 3)
      ) as place_on_host
      from ${sources}
      where is_active and next_fetch_at <= now() and (leased_until is null or leased_until <= now())
    ),
    free as (
      select id from ${sources}
      where id in (select id from due where place_on_host <= ${p('per_host')}::int)
        and is_active and next_fetch_at <= now() and (leased_until is null or leased_until <= now())
      order by next_fetch_at, id
      limit ${p('limit')}::int
      for update skip locked
    )`,
  work: sql`
    update ${sources} set leased_until = clock_timestamp() + make_interval(secs => ${sql.raw(String(QUEUED_S))})
    from free where ${sources.id} = free.id
    returning ${sources.id} as source_id, ${sources.leased_until}`,
})

/**
 * Exchanges queued leases for shorter ones that only this consumer knows, one statement for a whole batch. A
 * message delivered twice gets nothing the second time; a consumer that dies loses its source to the next tick.
 */
export const claimLeases = many<{ leases: string }, LeasedSource>('ingest.claim', {
  access: 'service',
  work: sql`
    update ${sources} set leased_until = clock_timestamp() + make_interval(secs => ${sql.raw(String(FETCHING_S))})
    from jsonb_to_recordset(${p('leases')}::jsonb) as queued (source_id int, leased_until timestamptz)
    where ${sources.id} = queued.source_id and ${sources.leased_until} = queued.leased_until
    returning ${sources.id} as source_id, ${sources.leased_until}, feed_url, etag, last_modified, error_count,
      redirect_url, redirect_count`,
})
