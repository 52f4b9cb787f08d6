import { and, eq, exists, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import { deliveries, feedback } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { Feedback, type GivenFeedback } from './schemas.ts'

/** The id of the delivery. */
type DeliveryId = { id: number }

/** The caller's feedback on a delivery. */
const own = ({ id }: DeliveryId) => and(eq(feedback.delivery_id, id), eq(feedback.user_id, me))

const isCallersDelivery = ({ id }: DeliveryId) => ({
  holds: exists(
    db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(eq(deliveries.id, id), eq(deliveries.user_id, me))),
  ),
  otherwise: { code: 'not_found', detail: 'There is no such delivery.' } as const,
})

/** Creates or replaces the feedback. */
export const putFeedback = command.one(
  'feedback.put',
  {
    returns: Feedback,
    requires: ({ id }: DeliveryId & GivenFeedback) => [isCallersDelivery({ id })],
    versioned: ({ id }) => ({ table: feedback, where: own({ id }), upserts: true }),
  },
  ({ id, rating, comment }: DeliveryId & GivenFeedback) =>
    db
      .insert(feedback)
      .values({ user_id: me, delivery_id: id, rating, comment })
      .onConflictDoUpdate({
        target: feedback.delivery_id,
        set: { rating: sql`excluded.rating`, comment: sql`excluded.comment` },
      })
      .returning(),
)

export const getFeedback = query.one(
  'feedback.get',
  { returns: Feedback, noun: 'feedback' },
  (delivery: DeliveryId) => db.select().from(feedback).where(own(delivery)),
)

export const deleteFeedback = command.one(
  'feedback.delete',
  {
    returns: z.object({ id: z.int() }),
    noun: 'feedback',
    versioned: (delivery: DeliveryId) => ({ table: feedback, where: own(delivery) }),
  },
  (delivery: DeliveryId) => db.delete(feedback).where(own(delivery)).returning({ id: feedback.id }),
)
