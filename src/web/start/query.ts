import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import { articles, sourceChoices, sources, topics } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { Reader, readerJson } from '../reader.ts'

/** So long the first fetches are waited for: a server that is slower than this does not hold up a first brief. */
const PATIENCE = sql`interval '40 seconds'`

const ProgressData = z.object({
  reader: Reader,
  topics: z.array(z.string()),
  /** The sources that the reader follows. */
  sources: z.array(z.object({ id: z.int(), name: z.string(), state: z.enum(['waiting', 'read', 'failed']) })),
  /** Articles of theirs of the last three days. */
  articles: z.int(),
  is_done: z.boolean(),
})
export type ProgressData = z.infer<typeof ProgressData>

/** Who looks, for the page of interests. */
export const readReader = query.one('web.start', { returns: z.object({ reader: Reader }) }, () =>
  db.select({ reader: readerJson }).from(sql`(select) one_row`),
)

/** How far the first fetches of the sources are that the caller follows. */
export const readProgress = query.one('web.progress', { returns: ProgressData }, () => ({
  with: sql`
    followed as materialized (
      select ${sources.id}, ${sources.name}, ${sourceChoices.created_at} as since,
        case when ${sources.last_fetched_at} is not null and ${sources.error_count} = 0 then 'read'
          when ${sources.error_count} > 0 or not ${sources.is_active} then 'failed'
          else 'waiting' end as state
      from ${sourceChoices} join ${sources} on ${sources.id} = ${sourceChoices.source_id}
      where ${sourceChoices.user_id} = ${me} and ${sourceChoices.choice} <> 'muted'
    )`,
  rows: sql`
    select ${readerJson} as reader,
      (
        select coalesce(json_agg(${topics.name} order by ${topics.name}), '[]') from ${topics}
        where ${topics.user_id} = ${me} and ${topics.is_active}
      ) as topics,
      (
        select coalesce(json_agg(json_build_object('id', id, 'name', name, 'state', state) order by lower(name), id), '[]')
        from followed
      ) as sources,
      (
        select count(*)::int from followed join ${articles} on ${articles.source_id} = followed.id
        where ${articles.published_at} > now() - interval '72 hours'
      ) as articles,
      not exists (select from followed where state = 'waiting' and since > now() - ${PATIENCE}) as is_done`,
}))
