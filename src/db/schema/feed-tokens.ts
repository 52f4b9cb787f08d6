import { char, integer, pgTable, unique } from 'drizzle-orm/pg-core'
import { id, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/** The token in the URL of a reader's Atom feed. Each reader has one; it is valid for the feed only. Stored as SHA-256. */
export const feedTokens = pgTable(
  'feed_tokens',
  {
    id: id(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    token_hash: char({ length: 64 }).notNull(),
    ...timestamps,
  },
  (t) => [
    unique('feed_tokens_user_id_unique').on(t.user_id),
    unique('feed_tokens_token_hash_unique').on(t.token_hash),
    ownerPolicy('feed_tokens'),
  ],
)
