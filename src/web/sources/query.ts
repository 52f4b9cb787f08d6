import { type SQL, sql } from 'drizzle-orm'
import { articles, fetches, sources } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'
import type { Fetch, Source } from '../../features/sources/schemas.ts'
import { type Reader, readerJson } from '../reader.ts'

const p = sql.placeholder

/** So many days are charted, today the last. */
const CHART_DAYS = 14

/** How a source has been doing. */
export interface SourceHealth extends Source {
  /** Articles by day of publication where the reader lives; the last is today. */
  days: { day: string; articles: number }[]
}

export interface SourcesData {
  reader: Reader
  sources: SourceHealth[]
}

const days = sql`(
  select json_agg(json_build_object('day', day, 'articles', coalesce(articles, 0)) order by day)
  from caller cross join lateral (
    select (now() at time zone caller.time_zone)::date - back as day
    from generate_series(0, ${sql.raw(String(CHART_DAYS - 1))}) back
  ) calendar left join (
    select (${articles.published_at} at time zone caller.time_zone)::date as day, count(*) as articles
    from ${articles}, caller
    where ${articles.source_id} = source.id
      and ${articles.published_at} > now() - interval '${sql.raw(String(CHART_DAYS))} days'
    group by 1
  ) counted using (day)
)`

/** Sources as JSON, those that fail first. */
const health = (where: SQL) => sql`
  select coalesce(json_agg(to_jsonb(source) || jsonb_build_object('days', ${days})
    order by source.is_active desc, source.error_count = 0, lower(source.name)), '[]')
  from ${sources} source where ${where}`

/** Every source and how it has been doing, in one round trip. */
export const readSources = value<Record<never, never>, SourcesData>('web.sources', {
  work: sql`
    select json_build_object('reader', ${readerJson}, 'sources', (${health(sql`true`)})) as value from caller`,
})

/** One source with its newest fetches. */
export const readSource = value<
  { id: number },
  { reader: Reader; sources: SourceHealth[]; fetches: Fetch[] }
>('web.source', {
  noun: 'source',
  work: sql`
    select json_build_object(
      'reader', ${readerJson},
      'sources', (${health(sql`source.id = ${p('id')}::int`)}),
      'fetches', (
        select coalesce(json_agg(entry), '[]') from (
          select ${fetches}.* from ${fetches} where ${fetches.source_id} = ${p('id')}::int
          order by ${fetches.started_at} desc nulls last, ${fetches.id} desc nulls last limit 50
        ) entry
      )
    ) as value
    from caller where exists (select from ${sources} where ${sources.id} = ${p('id')}::int)`,
})
