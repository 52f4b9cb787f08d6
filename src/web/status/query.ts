import { and, count, desc, eq, gt, isNull, lte, not, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonObject, jsonRow, jsonRowOrNull, jsonRows } from '../../db/builder.ts'
import { connectionsAllowed, connectionsOpen } from '../../db/connections.ts'
import { articles, databaseSizes, deadLetters, fetches, sources, users } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { moment } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'
import { Reader, readerJson } from '../reader.ts'

/** The most failing sources that are shown. */
const MAX_FAILING = 20
/** The largest tables that are shown. */
const MAX_TABLES = 8

const failingFields = rowFields(sources, ['id', 'name', 'error_count', 'last_error', 'next_fetch_at'])
const letterFields = rowFields(deadLetters, ['error', 'created_at'])

const Hour = z.object({ hour: moment(), fetches: z.int(), failures: z.int(), new_articles: z.int() })

const Table = z.object({ name: z.string(), bytes: z.int(), rows: z.int() })

const StatusData = z.object({
  reader: Reader,
  sources: z.object({
    active: z.int(),
    paused: z.int(),
    failing: z.int(),
    due: z.int(),
    queued: z.int(),
    fetching: z.int(),
  }),
  failing: z.array(z.object(failingFields)),
  dead_letters: z.object({ waiting: z.int(), newest: z.object(letterFields).nullable() }),
  /** The last 24 hours; the last one is the current hour. */
  hours: z.array(Hour),
  totals: z.object({ articles: z.int(), readers: z.int() }),
  database: z.object({
    name: z.string(),
    version: z.string(),
    bytes: z.int(),
    connections: z.int(),
    max_connections: z.int(),
    /** Bytes a day over the last month at the most; null while fewer than two days are known. */
    growth: z.number().nullable(),
  }),
  /** The largest tables, with their indexes, and their share of everything else. */
  tables: z.array(Table),
  mornings: z.object({ due: z.int(), oldest: moment().nullable() }),
})
export type StatusData = z.infer<typeof StatusData>

const hours = sql<z.infer<typeof Hour>[]>`(
  select json_agg(json_build_object('hour', hour, 'fetches', coalesce(fetches, 0),
    'failures', coalesce(failures, 0), 'new_articles', coalesce(new_articles, 0)) order by hour)
  from generate_series(date_trunc('hour', now()) - interval '23 hours', date_trunc('hour', now()), '1 hour') hour
  left join (
    select date_trunc('hour', ${fetches.started_at}) as hour, count(*) as fetches,
      count(*) filter (where ${fetches.error} is not null) as failures, sum(${fetches.new_articles}) as new_articles
    from ${fetches} where ${fetches.started_at} > now() - interval '24 hours' group by 1
  ) counted using (hour)
)`

const countWhere = (condition: SQL | undefined) => sql<number>`count(*) filter (where ${condition})`
const now = sql`now()`
const isFailing = and(sources.is_active, sql`${sources.error_count} > 0`)

const states = () =>
  db
    .select({
      active: countWhere(eq(sources.is_active, true)),
      paused: countWhere(not(sources.is_active)),
      failing: countWhere(isFailing),
      due: countWhere(and(sources.is_active, lte(sources.next_fetch_at, now))),
      queued: countWhere(gt(sources.leased_until, now)),
      fetching: countWhere(gt(sources.claimed_until, now)),
    })
    .from(sources)

const failing = () => {
  const { id, name, error_count, last_error, next_fetch_at } = sources
  return db
    .select({ id, name, error_count, last_error, next_fetch_at })
    .from(sources)
    .where(isFailing)
    .orderBy(desc(error_count), id)
    .limit(MAX_FAILING)
}

const letters = () => {
  const waiting = isNull(deadLetters.replayed_at)
  const newest = db
    .select({ error: deadLetters.error, created_at: deadLetters.created_at })
    .from(deadLetters)
    .where(waiting)
    .orderBy(desc(deadLetters.id))
    .limit(1)
  return db
    .select({ waiting: count(), newest: jsonRowOrNull(newest) })
    .from(deadLetters)
    .where(waiting)
}

/** Sizes as they are; the numbers of rows are Postgres's own estimates, which cost nothing. */
const tables = sql<z.infer<typeof Table>[]>`(
  select coalesce(json_agg(sized order by bytes desc), '[]') from (
    select relname as name, pg_total_relation_size(pg_class.oid) as bytes, greatest(reltuples, 0)::bigint as rows
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
    order by 2 desc limit ${sql.raw(String(MAX_TABLES))}
  ) sized
)`

const growth = sql<number | null>`(
  select ((array_agg(${databaseSizes.bytes} order by ${databaseSizes.day} desc))[1]
      - (array_agg(${databaseSizes.bytes} order by ${databaseSizes.day}))[1])::float8
    / nullif(max(${databaseSizes.day}) - min(${databaseSizes.day}), 0)
  from ${databaseSizes}
)`

/** Readers whose morning has come and who are not built yet: none, but for a moment. */
const mornings = () =>
  db
    .select({
      due: count(),
      oldest: sql<string | null>`min(greatest(${users.next_brief_at}, ${users.created_at}))`,
    })
    .from(users)
    .where(and(eq(users.is_active, true), lte(users.next_brief_at, now)))

/** The data of the status page, in one round trip. */
export const readStatus = query.one('web.status', { returns: StatusData, access: 'admin' }, () =>
  db
    .select({
      reader: readerJson,
      sources: jsonRow(states()),
      failing: jsonRows(failing()),
      dead_letters: jsonRow(letters()),
      hours,
      totals: jsonObject({
        articles: sql<number>`(${db.select({ count: count() }).from(articles)})`,
        readers: sql<number>`(${db.select({ count: count() }).from(users).where(eq(users.is_active, true))})`,
      }),
      database: jsonObject({
        name: sql<string>`current_database()`,
        version: sql<string>`current_setting('server_version')`,
        bytes: sql<number>`pg_database_size(current_database())`,
        growth,
        connections: connectionsOpen,
        max_connections: connectionsAllowed,
      }),
      tables,
      mornings: jsonRow(mornings()),
    })
    .from(sql`(select) one_row`),
)
