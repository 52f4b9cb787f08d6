import { sql } from 'drizzle-orm'
import { bigint, check, foreignKey, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { bigId, hasAtMost, timestamps } from './columns.ts'
import { deliveries } from './deliveries.ts'
import { MAX_COMMENT } from './limits.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

export const feedback = pgTable(
  'feedback',
  {
    id: bigId(),
    /** The delivery's reader again, so that a build finds a reader's thumbs without their deliveries. */
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    delivery_id: bigint({ mode: 'number' }).notNull(),
    rating: text({ enum: ['up', 'down'] }).notNull(),
    comment: text(),
    ...timestamps,
  },
  (t) => [
    foreignKey({
      name: 'feedback_delivery_id_fk',
      columns: [t.delivery_id, t.user_id],
      foreignColumns: [deliveries.id, deliveries.user_id],
    }).onDelete('cascade'),
    unique('feedback_delivery_id_unique').on(t.delivery_id),
    index('feedback_user_id_index').on(t.user_id),
    check('feedback_comment_length', hasAtMost(t.comment, MAX_COMMENT)),
    check('feedback_rating_known', sql`${t.rating} in ('up', 'down')`),
    ownerPolicy('feedback'),
  ],
)
