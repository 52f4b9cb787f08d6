import { date, integer, pgTable, unique } from 'drizzle-orm/pg-core'
import { bigId, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/**
 * That a reader's brief of a local date was built, even when it came out empty. Its unique constraint is the claim
 * by which of all workers one builds it.
 */
export const briefs = pgTable(
  'briefs',
  {
    id: bigId(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    delivery_date: date({ mode: 'string' }).notNull(),
    ...timestamps,
  },
  (t) => [
    unique('briefs_user_id_delivery_date_unique').on(t.user_id, t.delivery_date),
    ownerPolicy('briefs'),
  ],
)
