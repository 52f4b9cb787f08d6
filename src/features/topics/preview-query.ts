import { sql } from 'drizzle-orm'
import { articles, deliveries, sources, topics } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { alsoInJson, articleJson, belowJson } from '../briefs/brief-json.ts'
import { topicColumns } from '../briefs/build.ts'
import { below, choose, keywordCounts, momentCte } from '../briefs/choose.ts'
import { SCORING } from '../briefs/scoring.ts'
import { explanationCtes, explanationJson, LONGEST_PREVIEW_MS } from './explanation-query.ts'
import { StoredPreview } from './preview-schemas.ts'

/** The rows of `chosen` as one JSON array. */
export const choicesJson = sql`(
  select coalesce(json_agg(json_build_object(
    'position', chosen.position, 'score', chosen.score, 'score_parts', chosen.score_parts,
    'matched_keywords', chosen.matched_keywords, 'found_in', chosen.found_in, 'update_of', chosen.update_of,
    'also_in', ${alsoInJson(sql`chosen.also_in`)}, 'article', ${articleJson}
  ) order by chosen.position), '[]')
  from chosen
    join ${articles} on ${articles.id} = chosen.article_id
    join ${sources} on ${sources.id} = ${articles.source_id}
)`

/**
 * What the next build would deliver: the empty places of today, or, when none is empty, those of tomorrow. The same
 * CTEs choose as in the build.
 */
export const previewTopic = query.one(
  'topics.preview',
  { returns: StoredPreview, noun: 'topic', databaseMs: LONGEST_PREVIEW_MS },
  ({ id }: { id: number }) => ({
    with: sql`
      ${momentCte(sql`now()`)},
      asked as (
        select ${topicColumns}, ${topics.language}, today + case when taken = ${sql.raw(String(SCORING.places))} then 1 else 0 end as delivery_date
        from ${topics} join caller on caller.id = ${topics.user_id}
          cross join lateral (select (now() at time zone caller.time_zone)::date as today) clock
          cross join lateral (
            select count(*) as taken from ${deliveries}
            where ${deliveries.topic_id} = ${topics.id} and ${deliveries.delivery_date} = today
          ) counted
        where ${topics.id} = ${id}::int
      ),
      due as (select * from asked where searches <> '{}'),
      ${choose},
      ${below},
      ${explanationCtes}`,
    rows: sql`
      select asked.topic_id, asked.delivery_date, ${choicesJson} as choices, ${belowJson} as below,
        ${keywordCounts} as keywords, ${explanationJson} as explanation
      from asked`,
  }),
)
