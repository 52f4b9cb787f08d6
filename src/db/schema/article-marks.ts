import { bigint, index, integer, pgTable, unique, uuid } from 'drizzle-orm/pg-core'
import { articles } from './articles.ts'
import { bigId, moment, timestamps } from './columns.ts'
import { items } from './items.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/**
 * What a reader did with an article: opened it, or saved it as an item. One row for both, because its unique constraint
 * makes a second save of the same article harmless, and a list of articles then finds both by one key.
 */
export const articleMarks = pgTable(
  'article_marks',
  {
    id: bigId(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    article_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    read_at: moment(),
    /** The item that was made of the article; null when it was not saved, or the item is deleted. */
    item_id: uuid().references(() => items.id, { onDelete: 'set null' }),
    ...timestamps,
  },
  (t) => [
    unique('article_marks_user_id_article_id_unique').on(t.user_id, t.article_id),
    index('article_marks_article_id_index').on(t.article_id),
    index('article_marks_item_id_index').on(t.item_id),
    ownerPolicy('article_marks'),
  ],
)
