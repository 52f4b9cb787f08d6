import { sql } from 'drizzle-orm'
import {
  articles,
  deliveries,
  deliveryReports,
  sourceChoices,
  sources,
  tastes,
} from '../../db/schema/index.ts'
import { float, n } from './measure.ts'
import { SCORING } from './scoring.ts'

const weights = (kind: string) =>
  sql`coalesce(jsonb_object_agg(${tastes.name}, ${tastes.weight}) filter (where ${tastes.kind} = '${sql.raw(kind)}'), '{}')`

/** The sources that a reader does not get: those they muted, and those that others added and they do not follow. */
const hidden = sql`array(
  select ${sourceChoices.source_id} from ${sourceChoices}
  where ${sourceChoices.user_id} = reader.user_id and ${sourceChoices.choice} = 'muted'
  union all
  select ${sources.id} from ${sources}
  where ${sources.added_by} <> reader.user_id and not exists (
    select from ${sourceChoices}
    where ${sourceChoices.source_id} = ${sources.id} and ${sourceChoices.user_id} = reader.user_id
  )
)`

/** Weights of sources as JSON: what the thumbs have taught, and more for those that the reader prefers. */
const sourceWeights = sql`(
  select coalesce(jsonb_object_agg(source_id, least(1, weight)), '{}') from (
    select source_id, sum(weight) as weight from (
      select ${tastes.name} as source_id, ${tastes.weight} as weight from ${tastes}
      where ${tastes.user_id} = reader.user_id and ${tastes.kind} = 'source' and ${tastes.weight} <> 0
      union all
      select ${sourceChoices.source_id}::text, ${float(SCORING.preferred)} from ${sourceChoices}
      where ${sourceChoices.user_id} = reader.user_id and ${sourceChoices.choice} = 'preferred'
    ) given group by source_id
  ) weighed
)`

/**
 * `taste`: what the thumbs of each reader of `due` have taught, as JSON: weights by source, keyword and word; and the
 * sources that they do not get.
 */
export const taste = sql`
  taste as materialized (
    select reader.user_id, ${sourceWeights} as sources, ${hidden} as hidden, ${weights('keyword')} as keywords, ${weights('word')} as words
    from (select distinct user_id from due) reader
      left join ${tastes} on ${tastes.user_id} = reader.user_id and ${tastes.weight} <> 0
    group by reader.user_id
  )`

/** What the topic got within memory, and what stood under it; what it has today takes places. */
export const past = sql`
  select coalesce(array_agg(${deliveries.article_id}), '{}') || array(
      select ${deliveryReports.article_id} from ${deliveryReports}
      where ${deliveryReports.delivery_id} = any (array_agg(${deliveries.id}))
    ) as article_ids,
    array_agg(${articles.story_bits}) as stories, array_agg(${articles.title_bits}) as titles,
    array_agg(${deliveries.delivery_date}) as dates, array_agg(${articles.published_at}) as moments,
    coalesce(array_agg(${articles.source_id}) filter (where ${deliveries.delivery_date} = due.delivery_date), '{}')
      as sources_today,
    array(
      select place from generate_series(1, ${n(SCORING.places)}) place
      except select unnest(array_agg(${deliveries.position}) filter (where ${deliveries.delivery_date} = due.delivery_date))
      order by 1
    ) as open_places
  from ${deliveries} join ${articles} on ${articles.id} = ${deliveries.article_id}
  where ${deliveries.topic_id} = due.topic_id
    and ${deliveries.delivery_date} between due.delivery_date - ${n(SCORING.memory_days)} and due.delivery_date`
