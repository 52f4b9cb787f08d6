import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../../db/builder.ts'
import { articles, sources } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'

const moment = z.iso.datetime({ offset: true })

/** A source taken for one fetch, as its queue message: the moment the lease ends also tells leases apart. */
const Lease = z.object({ source_id: z.int(), leased_until: moment })
export type Lease = z.infer<typeof Lease> & {
  /** Set on a message that has come before: it is worked on when nothing else is, see retry-alone.ts. */
  alone?: boolean | undefined
}

/** What a fetch needs to know of its source, and until when this consumer has it to itself. */
const LeasedSource = z.object({
  source_id: z.int(),
  claimed_until: moment,
  feed_url: z.string(),
  etag: z.string().nullable(),
  last_modified: z.string().nullable(),
  last_fetched_at: moment.nullable(),
  error_count: z.int(),
  redirect_url: z.string().nullable(),
  redirect_count: z.int(),
  /** As the feed last asked; an unchanged feed does not say it again. */
  ttl_minutes: z.int().nullable(),
  /** Dates of the source's stored articles, newest first: its pace, when the feed does not tell. */
  recent_published: z.array(moment),
})
export type LeasedSource = z.infer<typeof LeasedSource>

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

interface Tick {
  limit: number
  per_host: number
  /** JSON array. */
  own_hosts: string
}

/**
 * Leases up to `limit` sources that are due, the longest due first, at most `per_host` of them on one host, those
 * already under way included; hosts in `own_hosts` have no such limit. Ticks that run at once take different
 * sources (`SKIP LOCKED`).
 */
export const leaseDueSources = command.many(
  'ingest.lease',
  { returns: Lease, access: 'service' },
  ({ limit, per_host, own_hosts }: Tick) => ({
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
        where due.place + coalesce(busy.places, 0) <= ${per_host}::int
          or ${own_hosts}::jsonb ? due.host
      ),
      free as (
        select ${sources.id} from ${sources}
        where ${sources.id} in (select id from polite)
          and ${sources.is_active} and ${sources.next_fetch_at} <= now() and ${isFree}
        order by ${sources.next_fetch_at}, ${sources.id}
        limit ${limit}::int
        for update skip locked
      )`,
    rows: sql`
      update ${sources} set leased_until = ${leaseEnd}, claimed_until = null
      from free where ${sources.id} = free.id
      returning ${sources.id} as source_id, ${sources.leased_until}`,
  }),
)

/** `leases`: JSON array of Lease. */
type Leases = { leases: string }

/** The leases of a parameter, for the `from` of an update, and which source still has one of them. */
const queued = ({ leases }: Leases) =>
  sql`jsonb_to_recordset(${leases}::jsonb) as queued (source_id int, leased_until timestamptz)`
const holdsLease = sql`${sources.id} = queued.source_id and ${sources.leased_until} = queued.leased_until`

/**
 * Gives each leased source of a batch to this consumer alone, in one statement for the whole batch. A message
 * delivered twice gets nothing the second time; one whose consumer died gets its source again after `CLAIM_S`.
 */
export const claimLeases = command.many(
  'ingest.claim',
  { returns: LeasedSource, access: 'service' },
  (leases: Leases) => ({
    rows: sql`
      update ${sources} set claimed_until = clock_timestamp() + ${seconds(CLAIM_S)}
      from ${queued(leases)}
      where ${holdsLease} and (${sources.claimed_until} is null or ${sources.claimed_until} <= now())
      returning ${sources.id} as source_id, ${sources.claimed_until}, feed_url, etag, last_modified, last_fetched_at, error_count,
        redirect_url, redirect_count, ttl_minutes, array(
          select ${articles.published_at} from ${articles} where ${articles.source_id} = ${sources.id}
          order by ${articles.published_at} desc nulls last limit 20
        ) as recent_published`,
  }),
)

/** Gives leases back that could not be queued, so that the next tick takes them. */
export const releaseLeases = command.many(
  'ingest.release',
  { returns: z.object({ id: z.int() }), access: 'service' },
  (leases: Leases) =>
    db
      .update(sources)
      .set({ leased_until: null })
      .from(queued(leases))
      .where(holdsLease)
      .returning({ id: sources.id }),
)
