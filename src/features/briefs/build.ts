import { type SQL, sql } from 'drizzle-orm'
import { articles, deliveries, sources, topics, users } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'

/** Articles of the last 48 hours may be chosen. */
const WINDOW_HOURS = 48
/** An article's recency halves in so many hours. */
const HALF_LIFE_HOURS = 24

/**
 * Builds briefs for every topic of `due` (user_id, topic_id, delivery_date, keywords, language) in one statement.
 * The constraints of `deliveries` make a second build, or one at the same moment, harmless.
 */
const build = (due: SQL) => ({
  with: sql`
    due as (${due}),
    asked as (
      select due.*, (
        select string_agg(nullif(q::text, ''), ' | ')::tsquery
        from jsonb_array_elements_text(due.keywords) keyword,
          websearch_to_tsquery(('pg_catalog.' || due.language)::regconfig, fold_accents(keyword)) q
      ) as query
      from due
    ),
    scored as (
      select asked.user_id, asked.topic_id, asked.delivery_date, ${articles.id} as article_id,
        ts_rank(${articles.search}, asked.query)::float8 as match,
        power(0.5, extract(epoch from now() - ${articles.published_at}) / 3600 / ${sql.raw(String(HALF_LIFE_HOURS))})::float8
          as recency,
        ${sources.credibility_score} as credibility
      from asked
        join ${articles} on ${articles.search} @@ asked.query
          and ${articles.published_at} > now() - make_interval(hours => ${sql.raw(String(WINDOW_HOURS))})
        join ${sources} on ${sources.id} = ${articles.source_id} and ${sources.is_active}
      where not exists (
        select from ${deliveries} earlier
        where earlier.topic_id = asked.topic_id and earlier.article_id = ${articles.id}
      )
    ),
    chosen as (
      select *, match * recency * credibility as score,
        row_number() over (partition by topic_id order by match * recency * credibility desc, article_id) as place
      from scored
    ),
    open as (
      select due.topic_id, place, row_number() over (partition by due.topic_id order by place) as nth
      from due, generate_series(1, 3) place
      where not exists (
        select from ${deliveries} taken
        where taken.topic_id = due.topic_id and taken.delivery_date = due.delivery_date and taken.position = place
      )
    ),
    built as (
      insert into ${deliveries} (user_id, topic_id, article_id, delivery_date, position, score, score_parts)
      select user_id, topic_id, article_id, delivery_date, open.place, score,
        jsonb_build_object('match', match, 'recency', recency, 'credibility', credibility)
      from chosen join open using (topic_id)
      where chosen.place = open.nth
      order by topic_id, open.place
      on conflict do nothing
      returning topic_id
    )`,
  work: sql`select json_build_object('topics', count(distinct topic_id), 'deliveries', count(*)) as value from built`,
})

export type BuildReport = { topics: number; deliveries: number }

/** Every active topic whose reader's morning has come and that has nothing for the reader's date yet. */
export const buildDue = value<Record<never, never>, BuildReport>('briefs.build_due', {
  access: 'service',
  ...build(sql`
    select ${topics.user_id}, ${topics.id} as topic_id, ${topics.keywords}, ${topics.language},
      (now() at time zone ${users.time_zone})::date as delivery_date
    from ${topics} join ${users} on ${users.id} = ${topics.user_id}
    where ${topics.is_active} and ${users.is_active}
      and extract(hour from now() at time zone ${users.time_zone}) >= ${users.brief_hour}
      and not exists (
        select from ${deliveries} delivered where delivered.topic_id = ${topics.id}
          and delivered.delivery_date = (now() at time zone ${users.time_zone})::date
      )`),
})

/** The caller's active topics, today: fills empty places and leaves what was delivered. */
export const buildToday = value<Record<never, never>, BuildReport>('briefs.build_today', {
  ...build(sql`
    select ${topics.user_id}, ${topics.id} as topic_id, ${topics.keywords}, ${topics.language},
      (now() at time zone caller.time_zone)::date as delivery_date
    from ${topics} join caller on caller.id = ${topics.user_id}
    where ${topics.is_active}`),
})
