import { sql } from 'drizzle-orm'
import { char, index, integer, jsonb, pgTable, unique, varchar } from 'drizzle-orm/pg-core'
import { bigId, moment, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/** What a POST answered the first time, so that its retry gets the same answer and does nothing. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    id: bigId(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: varchar({ length: 255 }).notNull(),
    fingerprint: char({ length: 64 }).notNull(),
    /** Null from when the key is claimed until the work is done: nothing is on record yet. */
    response: jsonb(),
    expires_at: moment().notNull().default(sql`now() + interval '24 hours'`),
    ...timestamps,
  },
  (t) => [
    unique('idempotency_keys_user_id_key_unique').on(t.user_id, t.key),
    // Tells at once that a user has few of them: no more than lie between the first and the last id.
    index('idempotency_keys_user_id_id_index').on(t.user_id, t.id),
    index('idempotency_keys_expires_at_index').on(t.expires_at),
    ownerPolicy('idempotency_keys'),
  ],
)
