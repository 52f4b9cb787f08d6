import { type SQL, sql } from 'drizzle-orm'
import { articles, deliveries, feedback, sources, topics } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'
import type { Brief } from './schemas.ts'

const p = sql.placeholder

/** The caller's brief of a date, as JSON: every active topic, and any other that has deliveries that day. */
export const briefOf = (date: SQL) => sql`
  select json_build_object(
    'date', ${date},
    'time_zone', caller.time_zone,
    'topics', (
      select coalesce(json_agg(json_build_object(
        'topic_id', topic.id, 'name', topic.name, 'deliveries', coalesce(found.list, '[]')
      ) order by topic.name, topic.id), '[]')
      from ${topics} topic left join lateral (
        select json_agg(json_build_object(
          'id', ${deliveries.id}, 'position', ${deliveries.position}, 'score', ${deliveries.score},
          'score_parts', ${deliveries.score_parts},
          'feedback', case when ${feedback.id} is not null
            then json_build_object('rating', ${feedback.rating}, 'comment', ${feedback.comment}) end,
          'article', json_build_object(
            'id', ${articles.id}, 'title', ${articles.title}, 'link', ${articles.link},
            'summary_raw', ${articles.summary_raw}, 'author', ${articles.author}, 'tags', ${articles.tags},
            'language', ${articles.language}, 'published_at', ${articles.published_at},
            'source', json_build_object('id', ${sources.id}, 'name', ${sources.name}, 'url', ${sources.url})
          )
        ) order by ${deliveries.position}) as list
        from ${deliveries}
          join ${articles} on ${articles.id} = ${deliveries.article_id}
          join ${sources} on ${sources.id} = ${articles.source_id}
          left join ${feedback} on ${feedback.delivery_id} = ${deliveries.id}
        where ${deliveries.topic_id} = topic.id and ${deliveries.delivery_date} = ${date}
      ) found on true
      where topic.user_id = caller.id and (topic.is_active or found.list is not null)
    )
  ) as value
  from caller`

/** A date of the caller's: a given one, or today where the caller lives. */
export const givenDate = sql`coalesce(${p('date')}::date, (now() at time zone caller.time_zone)::date)`

export const getBrief = value<{ date: string | null }, Brief>('briefs.get', { work: briefOf(givenDate) })
