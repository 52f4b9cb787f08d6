import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uuid, varchar } from 'drizzle-orm/pg-core'
import { hasAtMost, timestamps } from './columns.ts'
import { MAX_DESCRIPTION } from './limits.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

export const items = pgTable(
  'items',
  {
    id: uuid().primaryKey().default(sql`gen_random_uuid()`),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: varchar({ length: 255 }).notNull(),
    description: text(),
    /** Where it leads; a saved article's is the article's own. */
    link: varchar({ length: 1024 }),
    ...timestamps,
  },
  (t) => [
    index('items_user_id_created_at_index').on(t.user_id, t.created_at.desc(), t.id.desc()),
    index('items_user_id_name_index').on(t.user_id, t.name),
    check('items_name_not_blank', sql`${t.name} ~ '\\S'`),
    check('items_description_length', hasAtMost(t.description, MAX_DESCRIPTION)),
    // A page makes a link of it, so it must never be a script.
    check('items_link_is_web_address', sql`${t.link} ~ '^https?://'`),
    ownerPolicy('items'),
  ],
)
