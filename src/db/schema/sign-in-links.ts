import { sql } from 'drizzle-orm'
import { char, index, integer, pgTable, unique } from 'drizzle-orm/pg-core'
import { id, moment, timestamps } from './columns.ts'
import { orAdmin, ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/**
 * A one-time sign-in link for the pages; the row is deleted when it is used. Only its SHA-256 is stored. Without a user it
 * is the set-up code of a deployment that nobody uses yet.
 */
export const signInLinks = pgTable(
  'sign_in_links',
  {
    id: id(),
    user_id: integer().references(() => users.id, { onDelete: 'cascade' }),
    link_hash: char({ length: 64 }).notNull(),
    expires_at: moment().notNull(),
    ...timestamps,
  },
  (t) => [
    unique('sign_in_links_link_hash_unique').on(t.link_hash),
    index('sign_in_links_user_id_index').on(t.user_id),
    ownerPolicy('sign_in_links', { using: sql`user_id = (select current_user_id())${orAdmin}` }),
  ],
)
