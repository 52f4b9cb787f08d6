import { sql } from 'drizzle-orm'
import { articles, deliveries, feedback } from '../../db/schema/index.ts'
import { many } from '../../db/statement.ts'
import { feedbackJson } from '../briefs/brief-json.ts'
import type { Delivery } from './schemas.ts'

const p = sql.placeholder

export interface DeliveryPage extends Record<string, unknown> {
  limit: number
  after_date: string | null
  after_id: number | null
  topic_id: number | null
  since: string | null
  until: string | null
}

/** The caller's deliveries, newest date first. */
export const listDeliveries = many<DeliveryPage, Delivery>('deliveries.list', {
  work: sql`
    select ${deliveries}.*, ${articles.title}, ${articles.link}, ${feedbackJson} as feedback
    from ${deliveries}
      join caller on caller.id = ${deliveries.user_id}
      join ${articles} on ${articles.id} = ${deliveries.article_id}
      left join ${feedback} on ${feedback.delivery_id} = ${deliveries.id}
    where (${p('after_date')}::date is null
        or (${deliveries.delivery_date}, ${deliveries.id}) < (${p('after_date')}::date, ${p('after_id')}::bigint))
      and (${p('topic_id')}::int is null or ${deliveries.topic_id} = ${p('topic_id')}::int)
      and (${p('since')}::date is null or ${deliveries.delivery_date} >= ${p('since')}::date)
      and (${p('until')}::date is null or ${deliveries.delivery_date} <= ${p('until')}::date)
    order by ${deliveries.delivery_date} desc nulls last, ${deliveries.id} desc nulls last
    limit ${p('limit')}::int`,
})
