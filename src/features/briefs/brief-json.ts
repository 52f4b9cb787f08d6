import { type SQL, sql } from 'drizzle-orm'
import {
  articleSummaries,
  articles,
  briefs,
  deliveries,
  feedback,
  sources,
  topics,
} from '../../db/schema/index.ts'

/** What a brief shows of a delivery's row. */
export const deliveryColumns = sql`${deliveries.id}, ${deliveries.topic_id}, ${deliveries.article_id},
  ${deliveries.position}, ${deliveries.score}, ${deliveries.score_parts}, ${deliveries.matched_keywords}`

/** An article with its source and its best summary, as JSON; a model's summary goes before the extract. */
export const articleJson = sql`
  json_build_object(
    'id', ${articles.id}, 'title', ${articles.title}, 'link', ${articles.link},
    'summary_raw', ${articles.summary_raw}, 'author', ${articles.author}, 'tags', ${articles.tags},
    'language', ${articles.language}, 'published_at', ${articles.published_at},
    'source', json_build_object('id', ${sources.id}, 'name', ${sources.name}, 'url', ${sources.url}),
    'summary', (
      select json_build_object('text', ${articleSummaries.summary_text}, 'model', ${articleSummaries.model})
      from ${articleSummaries} where ${articleSummaries.article_id} = ${articles.id}
      order by ${articleSummaries.model} = 'extract', ${articleSummaries.updated_at} desc, ${articleSummaries.id} limit 1
    )
  )`

export const feedbackJson = sql`
  case when ${feedback.id} is not null
    then json_build_object('rating', ${feedback.rating}, 'comment', ${feedback.comment}) end`

/**
 * The caller's brief of a date from the rows of a CTE `shown`: every active topic, and any other that has deliveries
 * that day.
 * @param builtNow when it was built, if this statement did it: a statement does not see what it writes
 */
export const briefJson = (date: SQL, builtNow: SQL = sql`null`) => sql`
  select json_build_object(
    'date', ${date},
    'time_zone', caller.time_zone,
    'built_at', coalesce(${builtNow}, (
      select ${briefs.created_at} from ${briefs}
      where ${briefs.user_id} = caller.id and ${briefs.delivery_date} = ${date}
    )),
    'topics', (
      select coalesce(json_agg(json_build_object(
        'topic_id', topic.id, 'name', topic.name, 'deliveries', coalesce(found.list, '[]')
      ) order by topic.name, topic.id), '[]')
      from ${topics} topic left join (
        select shown.topic_id, json_agg(json_build_object(
          'id', shown.id, 'position', shown.position, 'score', shown.score, 'score_parts', shown.score_parts,
          'matched_keywords', shown.matched_keywords, 'feedback', ${feedbackJson}, 'article', ${articleJson}
        ) order by shown.position) as list
        from shown
          join ${articles} on ${articles.id} = shown.article_id
          join ${sources} on ${sources.id} = ${articles.source_id}
          left join ${feedback} on ${feedback.delivery_id} = shown.id
        group by shown.topic_id
      ) found on found.topic_id = topic.id
      where topic.user_id = caller.id and (topic.is_active or found.list is not null)
    )
  ) as value
  from caller`
