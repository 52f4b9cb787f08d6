import { sql } from 'drizzle-orm'
import { char, check, foreignKey, index, integer, pgTable, text, unique, varchar } from 'drizzle-orm/pg-core'
import { id, moment, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/**
 * Only the SHA-256 of a token is stored; `token_prefix` lets its owner recognise it in a list. A session is a token
 * that lives in a cookie of the pages; it ends with the token it was made from (`parent_id`).
 */
export const accessTokens = pgTable(
  'access_tokens',
  {
    id: id(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['token', 'session'] })
      .notNull()
      .default('token'),
    parent_id: integer(),
    name: varchar({ length: 255 }).notNull(),
    token_hash: char({ length: 64 }).notNull(),
    token_prefix: varchar({ length: 16 }).notNull(),
    last_used_at: moment(),
    expires_at: moment(),
    ...timestamps,
  },
  (t) => [
    foreignKey({
      name: 'access_tokens_parent_id_fk',
      columns: [t.parent_id, t.user_id],
      foreignColumns: [t.id, t.user_id],
    }).onDelete('cascade'),
    unique('access_tokens_id_user_id_unique').on(t.id, t.user_id),
    unique('access_tokens_token_hash_unique').on(t.token_hash),
    index('access_tokens_user_id_index').on(t.user_id),
    index('access_tokens_parent_id_index').on(t.parent_id),
    check('access_tokens_kind_known', sql`${t.kind} in ('token', 'session')`),
    ownerPolicy('access_tokens'),
  ],
)
