import { and, count, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonObject, jsonRows, me, newestFirst } from '../../db/builder.ts'
import { JsonPage, jsonPage } from '../../db/page.ts'
import { articles, fetches, sourceChoices, sources, users } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { byId, type SourceId } from '../../features/sources/queries.ts'
import { Fetch, Source } from '../../features/sources/schemas.ts'
import { Reader, readerJson } from '../reader.ts'

/** The days in the chart; the last one is today. */
const CHART_DAYS = 14
/** The most fetches that are shown. */
const MAX_FETCHES = 50
/** The most sources, by their number and by the bytes of what is known of them: a card in the page is longer than that. */
const MAX_SOURCES = 300
const MAX_BYTES = 300_000

const Day = z.object({ day: z.iso.date(), articles: z.int() })

/** A source with its number of articles per day of publication, in the reader's time zone; the last day is today. */
const SourceHealth = Source.extend({
  days: z.array(Day),
  /** What the reader wants of it; null for a source that they get as everybody does. */
  choice: z.enum(['followed', 'preferred', 'muted']).nullable(),
  is_own: z.boolean(),
})
export type SourceHealth = z.infer<typeof SourceHealth>

const SourcesData = z.object({ reader: Reader, page: JsonPage(SourceHealth), total: z.int() })
export type SourcesData = z.infer<typeof SourcesData>

const SourceData = z.object({ reader: Reader, source: SourceHealth, fetches: z.array(Fetch) })

const timeZone = db.select({ time_zone: users.time_zone }).from(users).where(eq(users.id, me))

const days = sql`(
  select json_agg(json_build_object('day', day, 'articles', coalesce(articles, 0)) order by day)
  from (
    select (now() at time zone ${timeZone})::date - back as day
    from generate_series(0, ${sql.raw(String(CHART_DAYS - 1))}) back
  ) calendar left join (
    select (${articles.published_at} at time zone ${timeZone})::date as day, count(*) as articles
    from ${articles}
    where ${articles.source_id} = ${sources.id}
      and ${articles.published_at} > now() - interval '${sql.raw(String(CHART_DAYS))} days'
    group by 1
  ) counted using (day)
)`

// A nested template, because Drizzle drops the table name of columns in the outer template of a select field.
const choice = db
  .select({ choice: sourceChoices.choice })
  .from(sourceChoices)
  .where(and(eq(sourceChoices.source_id, sources.id), eq(sourceChoices.user_id, me)))
const health = {
  ...getTableColumns(sources),
  days: sql<z.infer<typeof Day>[]>`${days}`,
  choice: sql<'followed' | 'preferred' | 'muted' | null>`${choice}`,
  is_own: sql<boolean>`${sources.added_by} is not distinct from ${me}`,
}

/** Sources with their health, failing ones first, as many as fit into a page, and how many there are, in one round trip. */
export const readSources = query.one('web.sources', { returns: SourcesData }, () => {
  const byState = db
    .select(health)
    .from(sources)
    .orderBy(
      desc(sources.is_active),
      sql`${sources.error_count} = 0`,
      sql`lower(${sources.name})`,
      sources.id,
    )
    .limit(MAX_SOURCES)
  const total = sql`(${db.select({ total: count() }).from(sources)})`.mapWith(Number)
  return db
    .select({ reader: readerJson, page: jsonPage(byState, MAX_BYTES), total })
    .from(sql`(select) one_row`)
})

/** One source with its health and newest fetches. */
export const readSource = query.one(
  'web.source',
  { returns: SourceData, noun: 'source' },
  (source: SourceId) => {
    const newest = db
      .select()
      .from(fetches)
      .where(eq(fetches.source_id, source.id))
      .orderBy(...newestFirst(fetches.started_at, fetches.id))
      .limit(MAX_FETCHES)
    return db
      .select({ reader: readerJson, source: jsonObject(health), fetches: jsonRows(newest) })
      .from(sources)
      .where(byId(source))
  },
)
