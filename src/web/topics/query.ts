import { sql } from 'drizzle-orm'
import { articles, sources, topics } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'
import { alsoInJson, articleJson, belowJson, whyFields } from '../../features/briefs/brief-json.ts'
import { below, choose, keywordCounts, momentIs } from '../../features/briefs/choose.ts'
import type { StoredChoice, StoredLow } from '../../features/briefs/schemas.ts'
import type { KeywordCount, Topic } from '../../features/topics/schemas.ts'
import { type Reader, readerJson } from '../reader.ts'

const p = sql.placeholder

export interface TopicsData {
  reader: Reader
  topics: Topic[]
  /** Of the keywords that were given; null when none were. */
  preview: { matches: number; choices: StoredChoice[]; below: StoredLow[]; keywords: KeywordCount[] } | null
}

/**
 * The topics page in one round trip: the reader's topics, and for given keywords (a JSON array) what they match:
 * how many articles of the last three days, and the best three, as if nothing had been delivered before.
 */
export const readTopics = value<{ keywords: string | null; language: string }, TopicsData>('web.topics', {
  with: sql`
    ${momentIs(sql`now()`)},
    due as (
      select caller.id as user_id, null::int as topic_id, moment.now::date as delivery_date, asked.query,
        array(select jsonb_array_elements_text(${p('keywords')}::jsonb)) as keywords,
        keyword_queries(${p('keywords')}::jsonb, ${p('language')}) as keyword_queries
      from caller, moment, lateral (
        select topic_query(${p('keywords')}::jsonb, ${p('language')}) as query
      ) asked
      where asked.query is not null
    ),
    ${choose},
    ${below}`,
  work: sql`
    select json_build_object(
      'reader', ${readerJson},
      'topics', (
        select coalesce(json_agg(topic order by topic.name, topic.id), '[]') from (
          select ${topics.id}, ${topics.user_id}, ${topics.name}, ${topics.keywords}, ${topics.language},
            ${topics.is_active}, ${topics.created_at}, ${topics.updated_at}
          from ${topics} where ${topics.user_id} = caller.id
        ) topic
      ),
      'preview', case when ${p('keywords')}::jsonb is not null then json_build_object(
        'matches', (
          select count(*) from due join ${articles} on ${articles.search} @@ due.query
          where ${articles.published_at} > now() - interval '72 hours'
        ),
        'choices', (
          select coalesce(json_agg(json_build_object(
            'position', chosen.position, ${whyFields('chosen')}, 'also_in', ${alsoInJson(sql`chosen.also_in`)},
        'article', ${articleJson}
          ) order by chosen.position), '[]')
          from chosen
            join ${articles} on ${articles.id} = chosen.article_id
            join ${sources} on ${sources.id} = ${articles.source_id}
        ),
        'below', ${belowJson},
        'keywords', ${keywordCounts}
      ) end
    ) as value
    from caller`,
})
