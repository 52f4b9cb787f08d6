import { sql } from 'drizzle-orm'
import { articles, deliveries, sources, topics } from '../../db/schema/index.ts'
import { many, one, value } from '../../db/statement.ts'
import { alsoInJson, articleJson, belowJson, whyFields } from '../briefs/brief-json.ts'
import { topicColumns } from '../briefs/build.ts'
import { below, choose, keywordCounts, momentIs } from '../briefs/choose.ts'
import type { StoredChoice, StoredLow } from '../briefs/schemas.ts'
import { SCORING } from '../briefs/scoring.ts'
import type { KeywordCount, Topic } from './schemas.ts'

const p = sql.placeholder

/** A topic's row without what the database makes of its keywords. */
const columns = sql`${topics.id}, ${topics.user_id}, ${topics.name}, ${topics.keywords}, ${topics.language},
  ${topics.is_active}, ${topics.created_at}, ${topics.updated_at}`

/** The keywords (their indexes) that say nothing in a language, as a JSON array. */
const mute = (keywords: ReturnType<typeof sql>, language: ReturnType<typeof sql>) => sql`
  (
    select coalesce(json_agg(nth - 1 order by nth), '[]')
    from jsonb_array_elements_text(${keywords}) with ordinality as given (keyword, nth)
    where keyword_query(ltrim(keyword, '-'), ${language}) is null
  )`

const own = sql`${topics.id} = ${p('id')}::int and ${topics.user_id} = caller.id`
const guards = { table: topics, where: own }

export const listTopics = many<{ limit: number; after_id: number | null }, Topic>('topics.list', {
  work: sql`
    select ${columns} from ${topics}, caller
    where ${topics.user_id} = caller.id and (${p('after_id')}::int is null or ${topics.id} > ${p('after_id')}::int)
    order by ${topics.id}
    limit ${p('limit')}::int`,
})

export const getTopic = one<{ id: number }, Topic>('topics.get', {
  noun: 'topic',
  work: sql`select ${columns} from ${topics}, caller where ${own}`,
})

/** A write ends with the topic, or with why there is none: too many topics, or keywords that say nothing. */
export type TopicWritten = { topic: Topic | null; mute: number[]; keywords: string[] }

export const createTopic = value<
  { name: string; keywords: string; language: string; is_active: boolean; most: number },
  TopicWritten
>('topics.create', {
  with: sql`
    given as (
      select ${p('keywords')}::jsonb as keywords, ${mute(sql`${p('keywords')}::jsonb`, sql`${p('language')}::text`)} as mute
    ),
    made as (
      insert into ${topics} (user_id, name, keywords, language, is_active)
      select caller.id, ${p('name')}, given.keywords, ${p('language')}, ${p('is_active')}::boolean
      from caller, given
      where json_array_length(given.mute) = 0 and count_topics(caller.id) < ${p('most')}::int
      returning ${columns}
    )`,
  work: sql`
    select json_build_object('topic', (select to_json(made) from made), 'mute', given.mute, 'keywords', given.keywords) as value
    from given`,
})

/** Changes the fields that are present; null leaves a field as it is. */
export const updateTopic = value<
  {
    id: number
    name: string | null
    keywords: string | null
    language: string | null
    is_active: boolean | null
  },
  TopicWritten
>('topics.update', {
  noun: 'topic',
  guards,
  with: sql`
    old as (
      select ${topics.id}, coalesce(${p('keywords')}::jsonb, ${topics.keywords}) as keywords,
        coalesce(${p('language')}, ${topics.language}) as language
      from ${topics}, caller where ${own}
    ),
    given as (select old.*, ${mute(sql`old.keywords`, sql`old.language`)} as mute from old),
    changed as (
      update ${topics} set
        name = coalesce(${p('name')}, ${topics.name}),
        keywords = coalesce(${p('keywords')}::jsonb, ${topics.keywords}),
        language = coalesce(${p('language')}, ${topics.language}),
        is_active = coalesce(${p('is_active')}::boolean, ${topics.is_active})
      from given where ${topics.id} = given.id and json_array_length(given.mute) = 0
      returning ${columns}
    )`,
  work: sql`
    select json_build_object('topic', (select to_json(changed) from changed), 'mute', given.mute, 'keywords', given.keywords) as value
    from given`,
})

export const deleteTopic = one<{ id: number }, { id: number }>('topics.delete', {
  noun: 'topic',
  guards,
  work: sql`
    delete from ${topics} using caller where ${own}
    returning ${topics.id}`,
})

/**
 * What the next build would deliver: the empty places of today, or, when none is empty, those of tomorrow. The same
 * CTEs choose as in the build.
 */
export const previewTopic = value<
  { id: number },
  {
    topic_id: number
    delivery_date: string
    choices: StoredChoice[]
    below: StoredLow[]
    keywords: KeywordCount[]
  }
>('topics.preview', {
  noun: 'topic',
  with: sql`
    ${momentIs(sql`now()`)},
    asked as (
      select ${topicColumns}, today + case when taken = ${sql.raw(String(SCORING.places))} then 1 else 0 end as delivery_date
      from ${topics} join caller on caller.id = ${topics.user_id}
        cross join lateral (select (now() at time zone caller.time_zone)::date as today) clock
        cross join lateral (
          select count(*) as taken from ${deliveries}
          where ${deliveries.topic_id} = ${topics.id} and ${deliveries.delivery_date} = today
        ) counted
      where ${topics.id} = ${p('id')}::int
    ),
    due as (select * from asked where query is not null),
    ${choose},
    ${below}`,
  work: sql`
    select json_build_object('topic_id', asked.topic_id, 'delivery_date', asked.delivery_date, 'choices', (
      select coalesce(json_agg(json_build_object(
        'position', chosen.position, ${whyFields('chosen')}, 'also_in', ${alsoInJson(sql`chosen.also_in`)},
        'article', ${articleJson}
      ) order by chosen.position), '[]')
      from chosen
        join ${articles} on ${articles.id} = chosen.article_id
        join ${sources} on ${sources.id} = ${articles.source_id}
    ), 'below', ${belowJson}, 'keywords', ${keywordCounts}) as value
    from asked`,
})
