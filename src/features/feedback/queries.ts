import { sql } from 'drizzle-orm'
import { deliveries, feedback } from '../../db/schema/index.ts'
import { one } from '../../db/statement.ts'
import type { Feedback } from './schemas.ts'

const p = sql.placeholder

const own = sql`${feedback.delivery_id} = ${p('id')}::bigint and ${feedback.user_id} = caller.id`
const guards = { table: feedback, where: own }

/** Sets or replaces; it is missing when the delivery is not the caller's. */
export const putFeedback = one<{ id: number; rating: string; comment: string | null }, Feedback>(
  'feedback.put',
  {
    noun: 'delivery',
    guards: { ...guards, upserts: true },
    work: sql`
    insert into ${feedback} (user_id, delivery_id, rating, comment)
    select caller.id, ${deliveries.id}, ${p('rating')}, ${p('comment')}
    from ${deliveries} join caller on caller.id = ${deliveries.user_id}
    where ${deliveries.id} = ${p('id')}::bigint
    on conflict (delivery_id) do update set rating = excluded.rating, comment = excluded.comment
    returning ${feedback}.*`,
  },
)

export const getFeedback = one<{ id: number }, Feedback>('feedback.get', {
  noun: 'feedback',
  work: sql`
    select ${feedback}.* from ${feedback}, caller
    where ${own}`,
})

export const deleteFeedback = one<{ id: number }, { id: number }>('feedback.delete', {
  noun: 'feedback',
  guards,
  work: sql`
    delete from ${feedback} using caller
    where ${own}
    returning ${feedback.id}`,
})
