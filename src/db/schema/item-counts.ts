import { bigint, index, integer, pgTable } from 'drizzle-orm/pg-core'
import { bigId, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'

/**
 * How many items each user has, kept by triggers of 0016_item_counts: the sum of `count` over the user's rows. A writer
 * takes a row that no other holds, or adds one, so that nobody waits for a count. `user_id` is no foreign key, because
 * checking it could wait for whoever deletes the user; a trigger of users removes the rows.
 */
export const itemCounts = pgTable(
  'item_counts',
  {
    id: bigId(),
    user_id: integer().notNull(),
    count: bigint({ mode: 'number' }).notNull(),
    ...timestamps,
  },
  (t) => [index('item_counts_user_id_index').on(t.user_id), ownerPolicy('item_counts', { for: 'select' })],
)
