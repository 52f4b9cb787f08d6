import { sql } from 'drizzle-orm'
import { articles, sources } from '../../db/schema/index.ts'
import { many } from '../../db/statement.ts'

const p = sql.placeholder

/** A source taken for one fetch, as its queue message: the moment the lease ends also tells leases apart. */
export interface Lease {
  source_id: number
  leased_until: string
  /** Set on a message that has come before: it is worked on when nothing else is, see retry-alone.ts. */
  alone?: boolean | undefined
}

/** What a fetch needs to know of its source, and until when this consumer has it to itself. */
export interface LeasedSource {
  source_id: number
  claimed_until: string
  feed_url: string
  etag: string | null
  last_modified: string | null
  error_count: number
  redirect_url: string | null
  redirect_count: number
  /** As the feed last asked; an unchanged feed does not say it again. */
  ttl_minutes: number | null
  /** Dates of the source's stored articles, newest first: its pace, when the feed does not tell. */
  recent_published: string[]
}

/**
 * How long a lease holds, in seconds: the wait in the queue and every retry (wrangler.toml: three, each after
 * `retry_delay`). When it ends unused, the next tick leases the source anew.
 */
export const LEASE_S = 30 * 60
/** How long one fetch and its store may take: far beyond their own limits, and less than `retry_delay`. */
export const CLAIM_S = 2 * 60

const seconds = (count: number) => sql.raw(`make_interval(secs => ${count})`)
const host = (feedUrl: unknown) => sql`split_part(${feedUrl}, '/', 3)`

/** Whether nobody has the source: neither a message in the queue nor a consumer. */
export const isFree = sql`(${sources.leased_until} is null
  or ${sources.leased_until} <= now() and coalesce(${sources.claimed_until} <= now(), true))`
/** When a lease taken now ends. */
export const leaseEnd = sql`clock_timestamp() + ${seconds(LEASE_S)}`
/** Takes the source: for `update … set`. */
export const takeLease = sql`leased_until = ${leaseEnd}, claimed_until = null`

/**
 * Leases up to `limit` sources that are due, the longest due first, at most `per_host` of them on one host, those
 * already under way included; hosts in `own_hosts` have no such limit. Ticks that run at once take different
 * sources (`SKIP LOCKED`).
 */
export const leaseDueSources = many<{ limit: number; per_host: number; own_hosts: string }, Lease>(
  'ingest.lease',
  {
    access: 'service',
    with: sql`
    busy as (
      select ${host(sources.feed_url)} as host, count(*) as places
      from ${sources} where ${sources.leased_until} > now() group by 1
    ),
    due as (
      select ${sources.id}, ${host(sources.feed_url)} as host, row_number() over (
        partition by ${host(sources.feed_url)} order by ${sources.next_fetch_at}, ${sources.id}
      ) as place
      from ${sources} where ${sources.is_active} and ${sources.next_fetch_at} <= now() and ${isFree}
    ),
    polite as (
      select due.id from due left join busy using (host)
      where due.place + coalesce(busy.places, 0) <= ${p('per_host')}::int
        or ${p('own_hosts')}::jsonb ? due.host
    ),
    free as (
      select ${sources.id} from ${sources}
      where ${sources.id} in (select id from polite)
        and ${sources.is_active} and ${sources.next_fetch_at} <= now() and ${isFree}
      order by ${sources.next_fetch_at}, ${sources.id}
      limit ${p('limit')}::int
      for update skip locked
    )`,
    work: sql`
    update ${sources} set ${takeLease} from free where ${sources.id} = free.id
    returning ${sources.id} as source_id, ${sources.leased_until}`,
  },
)

/**
 * Gives each leased source of a batch to this consumer alone, in one statement for the whole batch. A message
 * delivered twice gets nothing the second time; one whose consumer died gets its source again after `CLAIM_S`.
 */
export const claimLeases = many<{ leases: string }, LeasedSource>('ingest.claim', {
  access: 'service',
  work: sql`
    update ${sources} set claimed_until = clock_timestamp() + ${seconds(CLAIM_S)}
    from jsonb_to_recordset(${p('leases')}::jsonb) as queued (source_id int, leased_until timestamptz)
    where ${sources.id} = queued.source_id and ${sources.leased_until} = queued.leased_until
      and (${sources.claimed_until} is null or ${sources.claimed_until} <= now())
    returning ${sources.id} as source_id, ${sources.claimed_until}, feed_url, etag, last_modified, error_count,
      redirect_url, redirect_count, ttl_minutes, array(
        select ${articles.published_at} from ${articles} where ${articles.source_id} = ${sources.id}
        order by ${articles.published_at} desc nulls last limit 20
      ) as recent_published`,
})

/** Gives leases back that could not be queued, so that the next tick takes them. */
export const releaseLeases = many<{ leases: string }, { id: number }>('ingest.release', {
  access: 'service',
  work: sql`
    update ${sources} set leased_until = null
    from jsonb_to_recordset(${p('leases')}::jsonb) as queued (source_id int, leased_until timestamptz)
    where ${sources.id} = queued.source_id and ${sources.leased_until} = queued.leased_until
    returning ${sources.id}`,
})
