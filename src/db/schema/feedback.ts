import { sql } from 'drizzle-orm'
import { bigint, check, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { bigId, timestamps } from './columns.ts'
import { deliveries } from './deliveries.ts'

export const feedback = pgTable(
  'feedback',
  {
    id: bigId(),
    delivery_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    rating: text({ enum: ['up', 'down'] }).notNull(),
    comment: text(),
    ...timestamps,
  },
  (t) => [
    unique('feedback_delivery_id_unique').on(t.delivery_id),
    check('feedback_rating_known', sql`${t.rating} in ('up', 'down')`),
  ],
)
