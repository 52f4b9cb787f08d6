import { and, eq, gt, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import * as z from 'zod'
import { db, me, typedParam } from '../../db/builder.ts'
import { sources, users } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { leaseEnd } from '../../ingest/schedule/leases.ts'
import { Source, type SourceChange } from './schemas.ts'

export type SourceId = { id: number }

/** The source of this id: every signed-in user may read it. */
export const byId = ({ id }: SourceId) => eq(sources.id, id)
const versioned = (source: SourceId) => ({ table: sources, where: byId(source) })

interface SourceFilter {
  limit: number
  after_id?: number | undefined
  is_active?: boolean | undefined
  failing?: boolean | undefined
  /** Tags that a source must all have. */
  tags?: string[] | undefined
  /** Part of the name or of an address. */
  q?: string | undefined
}

/** Sources by id. */
export const listSources = query.page(
  'sources.list',
  { returns: Source, shared: true },
  ({ limit, after_id, is_active, failing, tags, q }: SourceFilter) => {
    const texts = sql`lower(concat_ws(' ', ${sources.name}, ${sources.url}, ${sources.feed_url}))`
    return db
      .select()
      .from(sources)
      .where(
        and(
          after_id === undefined ? undefined : gt(sources.id, after_id),
          is_active === undefined ? undefined : eq(sources.is_active, is_active),
          failing === undefined ? undefined : sql`(${sources.error_count} > 0) = ${failing}::boolean`,
          tags === undefined ? undefined : sql`${sources.tags} @> ${typedParam(tags, sources.tags)}`,
          q === undefined ? undefined : sql`strpos(${texts}, lower(${q}::text)) > 0`,
        ),
      )
      .orderBy(sources.id)
      .limit(limit)
  },
)

export const getSource = query.one(
  'sources.get',
  { returns: Source, noun: 'source', shared: true },
  (source: SourceId) => db.select().from(sources).where(byId(source)),
)

/** Whether the caller may add sources, checked before the service sends requests to find a feed. */
export const checkMayAddSources = query.one(
  'sources.may_add',
  { returns: z.object({ id: z.int() }), access: 'admin' },
  () => db.select({ id: users.id }).from(users).where(eq(users.id, me)),
)

/** Admins may add sources, and readers so many in their own name; none where that is 0. */
const mayAdd = (max_sources: number) => ({
  holds: sql`
    exists (select from ${users} where ${users.id} = ${me} and ${users.role} = 'admin')
    or (select count(*) from ${sources} where ${sources.added_by} = ${me}) < ${max_sources}::int`,
  otherwise: {
    code: 'limit_reached',
    detail: 'You have added as many sources as a reader may here. Ask an admin to add this one.',
  } as const,
})

/** The same as `checkMayAddSources` of one source, which readers may add, too. */
export const checkMayAddSource = query.one(
  'sources.may_add_one',
  {
    returns: z.object({ id: z.int() }),
    requires: ({ max_sources }: { max_sources: number }) => [mayAdd(max_sources)],
  },
  () => db.select({ id: users.id }).from(users).where(eq(users.id, me)),
)

interface FoundSource {
  max_sources: number
  name: string
  url: string | null
  /** The site of a source without `url`. */
  origin: string
  feed_url: string
  credibility_score: number
  tags: string[]
  is_active: boolean
}

/**
 * A new source is leased at once, so that the request can queue its first fetch. Without a `url` its site is the
 * feed's origin, or the feed itself where another feed of that site came first. What a reader adds is theirs: others get it
 * when they follow it.
 */
export const createSource = command.one(
  'sources.create',
  { returns: Source, requires: ({ max_sources }: FoundSource) => [mayAdd(max_sources)] },
  ({ url, origin, max_sources: _, ...source }: FoundSource) => {
    const isTaken = sql`exists (select from ${sources} where ${eq(sources.url, origin)})`
    return db
      .insert(sources)
      .values({
        ...source,
        // What an admin adds is everybody's.
        added_by: sql`(select case when ${users.role} = 'reader' then ${users.id} end from ${users} where ${users.id} = ${me})`,
        url: sql`coalesce(${url}, case when ${isTaken} then ${source.feed_url} else ${origin} end)`,
        leased_until: sql`case when ${source.is_active}::boolean then ${leaseEnd} end`,
      })
      .returning()
  },
)

/** A feed at a new URL is due at once, and its state of the old URL is reset. */
const feedAt = (feed_url: string) => {
  const isSame = eq(sources.feed_url, feed_url)
  const keep = (column: PgColumn, otherwise = sql`null`) =>
    sql`case when ${isSame} then ${column} else ${otherwise} end`
  return {
    feed_url,
    etag: keep(sources.etag),
    last_modified: keep(sources.last_modified),
    ttl_minutes: keep(sources.ttl_minutes),
    redirect_url: keep(sources.redirect_url),
    redirect_count: keep(sources.redirect_count, sql`0`),
    last_error: keep(sources.last_error),
    error_count: keep(sources.error_count, sql`0`),
    leased_until: keep(sources.leased_until),
    claimed_until: keep(sources.claimed_until),
    next_fetch_at: keep(sources.next_fetch_at, sql`now()`),
  }
}

/** Changes the fields that are present. It also sets `created_at` to itself, because an update must set something. */
export const updateSource = command.one(
  'sources.update',
  { returns: Source, access: 'admin', noun: 'source', versioned },
  ({ id, feed_url, ...change }: SourceId & SourceChange) =>
    db
      .update(sources)
      .set({
        created_at: sources.created_at,
        ...change,
        ...(feed_url === undefined ? {} : feedAt(feed_url)),
      })
      .where(byId({ id }))
      .returning(),
)

/** Deletes a source with its articles and history. */
export const deleteSource = command.one(
  'sources.delete',
  { returns: z.object({ id: z.int() }), access: 'admin', noun: 'source', versioned },
  (source: SourceId) => db.delete(sources).where(byId(source)).returning({ id: sources.id }),
)
