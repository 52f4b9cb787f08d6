import { bigint, foreignKey, index, integer, pgTable, unique } from 'drizzle-orm/pg-core'
import { articles } from './articles.ts'
import { bigId, timestamps } from './columns.ts'
import { deliveries } from './deliveries.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/** Other reports of a delivered story: what stands under it as "also in", and does not come again. */
export const deliveryReports = pgTable(
  'delivery_reports',
  {
    id: bigId(),
    /** The delivery's reader again, for row-level security. */
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    delivery_id: bigint({ mode: 'number' }).notNull(),
    article_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    ...timestamps,
  },
  (t) => [
    // The reader of a report is the reader of its delivery.
    foreignKey({
      name: 'delivery_reports_delivery_id_fk',
      columns: [t.delivery_id, t.user_id],
      foreignColumns: [deliveries.id, deliveries.user_id],
    }).onDelete('cascade'),
    unique('delivery_reports_delivery_id_article_id_unique').on(t.delivery_id, t.article_id),
    index('delivery_reports_article_id_index').on(t.article_id),
    index('delivery_reports_user_id_index').on(t.user_id),
    ownerPolicy('delivery_reports'),
  ],
)
