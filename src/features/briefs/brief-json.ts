import { type SQL, sql } from 'drizzle-orm'
import {
  articleSummaries,
  articles,
  briefs,
  deliveries,
  deliveryReports,
  feedback,
  sources,
  topics,
} from '../../db/schema/index.ts'

/** What a brief shows of a delivery's row. */
export const deliveryColumns = sql`${deliveries.id}, ${deliveries.topic_id}, ${deliveries.article_id},
  ${deliveries.position}, ${deliveries.score}, ${deliveries.score_parts}, ${deliveries.matched_keywords},
  ${deliveries.found_in}, ${deliveries.update_of}`

/** The ids of the other reports of a delivery's story. */
export const otherReports = sql`
  array(
    select ${deliveryReports.article_id} from ${deliveryReports}
    where ${deliveryReports.delivery_id} = ${deliveries.id} order by ${deliveryReports.id}
  )`

/** Articles as "also in" shows them, of an array of their ids. */
export const alsoInJson = (ids: SQL) => sql`
  (
    select coalesce(json_agg(json_build_object(
      'article_id', report.id, 'title', report.title, 'link', report.link, 'source_name', teller.name
    ) order by given.nth), '[]')
    from unnest(${ids}) with ordinality as given (id, nth)
      join ${articles} report on report.id = given.id
      join ${sources} teller on teller.id = report.source_id
  )`

/** Why an article was chosen, as fields of JSON, of the columns of a row. */
export const whyFields = (row: string) =>
  sql.raw(
    ['score', 'score_parts', 'matched_keywords', 'found_in', 'update_of']
      .map((field) => `'${field}', ${row}.${field}`)
      .join(', '),
  )

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

/** The rows of the CTE `below` as JSON. */
export const belowJson = sql`
  (
    select coalesce(json_agg(json_build_object(
      'matched_keywords', below.matched_keywords, 'found_in', below.found_in, 'article', ${articleJson}
    ) order by below.nth), '[]')
    from below
      join ${articles} on ${articles.id} = below.article_id
      join ${sources} on ${sources.id} = ${articles.source_id}
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
          'id', shown.id, 'position', shown.position, ${whyFields('shown')},
          'also_in', ${alsoInJson(sql`shown.also_in`)}, 'feedback', ${feedbackJson}, 'article', ${articleJson}
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
