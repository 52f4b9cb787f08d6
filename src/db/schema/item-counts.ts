import { bigint, index, integer, pgTable } from 'drizzle-orm/pg-core'
import { bigId, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'

/**
 * The number of items of each user, maintained by triggers (0016_item_counts): the sum of `count` over the user's rows. A
 * writer updates a row that is not locked, or adds one, so that writers never wait for each other. `user_id` is not a
 * foreign key, because its check could wait for a transaction that deletes the user; a trigger on users deletes the rows.
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
