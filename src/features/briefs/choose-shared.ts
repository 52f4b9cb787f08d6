import { sql } from 'drizzle-orm'
import { deliveries, deliveryReports } from '../../db/schema/index.ts'
import { choiceFrom } from './choose.ts'
import { findBest } from './find-best.ts'
import { n } from './measure.ts'
import { fromPool, poolOf } from './pool.ts'
import { taste } from './remember.ts'
import { SCORING } from './scoring.ts'

/** Of what `past` is made: equal for topics that had the same articles on the same days, in whatever order. */
const memory = sql`
  select array_agg(${deliveries.article_id} order by ${deliveries.delivery_date}, ${deliveries.position}) as articles,
    array_agg(${deliveries.delivery_date} order by ${deliveries.delivery_date}, ${deliveries.position}) as dates,
    array_agg(${deliveries.position} order by ${deliveries.delivery_date}, ${deliveries.position}) as places,
    array(
      select ${deliveryReports.article_id} from ${deliveryReports}
      where ${deliveryReports.delivery_id} = any (array_agg(${deliveries.id})) order by 1
    ) as reports
  from ${deliveries}
  where ${deliveries.topic_id} = due.topic_id
    and ${deliveries.delivery_date} between due.delivery_date - ${n(SCORING.memory_days)} and due.delivery_date`

/**
 * The same as `choose`, to the row, for many topics of which some ask the same: `due` has their `list_hash`, too. Of topics
 * with the same list that had the same, and whose readers' thumbs taught the same, one is chosen for, and the others get
 * what it gets. Candidates come from the pool of the list, where it has one.
 */
export const chooseShared = sql`
  ${taste},
  alike as materialized (
    select due.topic_id, min(due.topic_id) over (
        partition by due.list_hash, due.delivery_date, memory.articles, memory.dates, memory.places, memory.reports, taught.tastes
      ) as first_id
    from due join (select user_id, to_jsonb(taste) - 'user_id' as tastes from taste) taught using (user_id)
      cross join lateral (${memory}) memory
  ),
  choices as materialized (${choiceFrom({
    due: sql`(select due.* from due join alike using (topic_id) where alike.first_id = alike.topic_id) due`,
    pool: sql`left join ${poolOf(sql`due.list_hash`)}`,
    candidates: fromPool(findBest(SCORING.candidates)),
  })}),
  chosen as (
    select due.user_id, due.topic_id, due.delivery_date, choices.article_id, choices.position, choices.score,
      choices.score_parts, choices.matched_keywords, choices.found_in, choices.update_of, choices.also_in
    from due join alike using (topic_id) join choices on choices.topic_id = alike.first_id
  )`
