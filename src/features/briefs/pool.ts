import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { articles, candidatePools, topics, users } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { mutedOfReader, unwantedByTopic } from '../topics/muted-words.ts'
import { asked, momentCte } from './choose.ts'
import { findBest } from './find-best.ts'
import { candidateColumns, cheapScore, n, thumbsOf } from './measure.ts'
import { SCORING } from './scoring.ts'

/** So many articles of a list are kept: those that a topic has had are passed over, and thumbs may raise others. */
const KEPT = 100
/** A pool serves for so long, so that one morning chooses from the same articles, and the next quarter of an hour anew. */
const LASTS = sql.raw(`interval '15 minutes'`)
/** Lists that many ask are found among so many of the readers who are due. */
const SAMPLE = 20_000

/** What a topic asks for, whoever asks: the same for all topics with the same keywords and language. */
export const listHash = sql`encode(sha256(convert_to(
  ${topics.language} || ' ' || ${topics.keywords}::text || ${mutedOfReader}::text, 'UTF8')), 'hex')`

/** One topic of each list that several readers who are due ask, the most popular first, where it has no pool. */
export const listSharedLists = query.many(
  'briefs.shared_lists',
  { returns: z.object({ topic_id: z.int() }), access: 'service' },
  ({ now, limit }: { now?: string | undefined; limit: number }) => ({
    with: sql`
    moment as (select ${now === undefined ? sql`now()` : sql`${now}::timestamptz`} as now),
    due as (
      select ${users.id} from ${users}, moment where ${users.is_active} and ${users.next_brief_at} <= moment.now
      order by ${users.next_brief_at} limit ${sql.raw(String(SAMPLE))}
    ),
    shared as (
      select ${listHash} as list_hash, min(${topics.id}) as topic_id, count(*) as many
      from due join ${topics} on ${topics.user_id} = due.id
      where ${topics.is_active} and ${topics.searches} <> '{}'
      group by 1 having count(*) > 1
    )`,
    rows: sql`
    select shared.topic_id from shared cross join moment left join ${poolOf(sql`shared.list_hash`)}
    where pool.list_hash is null
    order by shared.many desc, shared.topic_id limit ${limit}::int`,
  }),
)

/**
 * Fills the pools of the lists of some topics.
 * @param given.topic_ids JSON array
 */
export const fillPools = command.one(
  'briefs.fill_pools',
  { returns: z.object({ pools: z.int() }), access: 'service' },
  ({ now, topic_ids }: { now?: string | undefined; topic_ids: string }) => ({
    with: sql`
    ${momentCte(now === undefined ? sql`now()` : sql`${now}::timestamptz`)},
    due as (
      select ${listHash} as list_hash, ${topics.searches}, ${unwantedByTopic} as exclusions, ${topics.keyword_queries},
        array(select jsonb_array_elements_text(${topics.keywords})) as keywords
      from ${topics} where ${topics.id} in (select jsonb_array_elements_text(${topic_ids}::jsonb)::int)
    ),
    filled as (
      insert into ${candidatePools}
        (list_hash, as_of, article_ids, source_ids, published, tenths, recencies, credibilities, is_whole)
      select due.list_hash, moment.now, pool.article_ids, pool.source_ids, pool.published, pool.tenths, pool.recencies,
        pool.credibilities, pool.is_whole
      from due cross join moment
        -- Nobody's: without memory and taste.
        cross join (select '{}'::bigint[] as article_ids) past cross join (select '{}'::jsonb as sources, '{}'::int[] as hidden) taste
        cross join lateral (${asked}) asked
        cross join lateral (
          select ${inOrder('id', 'bigint')} as article_ids, ${inOrder('source_id', 'integer')} as source_ids,
            ${inOrder('published_at', 'timestamptz')} as published, ${inOrder('tenths', 'smallint')} as tenths,
            ${inOrder('recency', 'float8')} as recencies, ${inOrder('credibility', 'float8')} as credibilities,
            count(*) <= ${n(KEPT)} as is_whole
          from (
            select id, source_id, published_at, tenths, recency, credibility, row_number() over (
                order by tenths * recency * credibility desc, published_at desc, id
              ) as nth
            from (${findBest(KEPT + 1)}) found
          ) best
        ) pool
      order by due.list_hash
      on conflict (list_hash) do update set as_of = excluded.as_of, article_ids = excluded.article_ids,
        source_ids = excluded.source_ids, published = excluded.published, tenths = excluded.tenths,
        recencies = excluded.recencies, credibilities = excluded.credibilities, is_whole = excluded.is_whole
      returning id
    )`,
    rows: sql`select count(*) as pools from filled`,
  }),
)

const inOrder = (column: string, type: string) =>
  sql.raw(`coalesce(array_agg(${column}::${type} order by nth) filter (where nth <= ${KEPT}), '{}')`)

/** A join to the pool of a list that serves at `moment`, as `pool`: a row of nulls where there is none. */
export function poolOf(hash: SQL): SQL {
  return sql`${candidatePools} pool on pool.list_hash = ${hash} and pool.as_of <= moment.now
    and pool.as_of > moment.now - ${LASTS} and date_trunc('hour', pool.as_of, 'UTC') = date_trunc('hour', moment.now, 'UTC')`
}

/**
 * The same as `direct`, from `pool` where that suffices: the best of what it holds, unless something that it does not hold
 * could come before the last of them.
 * @param direct what is found without a pool
 */
export const fromPool = (direct: SQL) => sql`
  with best as materialized (
    select kept.*, source_thumbs
    from unnest(pool.article_ids, pool.source_ids, pool.published, pool.tenths, pool.recencies, pool.credibilities)
        kept (id, source_id, published_at, tenths, recency, credibility)
      cross join lateral (select ${thumbsOf('kept')} as source_thumbs) thumbs
    where kept.id <> all (past.article_ids) and kept.source_id <> all (taste.hidden)
    order by ${cheapScore} desc, published_at desc, id
    limit ${n(SCORING.candidates)}
  ),
  fit as materialized (
    select coalesce(pool.is_whole or count(*) = ${n(SCORING.candidates)} and min(${cheapScore})
      > pool.tenths[${n(KEPT)}] * pool.recencies[${n(KEPT)}] * pool.credibilities[${n(KEPT)}] * (
        select greatest(1, 1 + max(value::float8)) from jsonb_each_text(taste.sources)
      ), false) as fits
    from best
  )
  select article.*, best.tenths, best.recency, best.credibility, best.source_thumbs
  from fit join best on fit.fits cross join lateral (
    select ${candidateColumns} from ${articles} where ${articles.id} = best.id
  ) article
  union all
  select direct.* from fit cross join lateral (${direct}) direct where not fit.fits`
