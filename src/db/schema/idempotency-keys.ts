import { sql } from 'drizzle-orm'
import { char, index, integer, jsonb, pgTable, unique, varchar } from 'drizzle-orm/pg-core'
import { bigId, moment, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/** The result of the first request with an Idempotency-Key, so that a retry gets the same result and changes nothing. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    id: bigId(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: varchar({ length: 255 }).notNull(),
    fingerprint: char({ length: 64 }).notNull(),
    /** Null while the first request is running: the key is claimed, but there is no result yet. */
    response: jsonb(),
    expires_at: moment().notNull().default(sql`now() + interval '24 hours'`),
    ...timestamps,
  },
  (t) => [
    unique('idempotency_keys_user_id_key_unique').on(t.user_id, t.key),
    // For a fast upper bound of a user's keys: there are at most as many as ids between the first and the last.
    index('idempotency_keys_user_id_id_index').on(t.user_id, t.id),
    index('idempotency_keys_expires_at_index').on(t.expires_at),
    ownerPolicy('idempotency_keys'),
  ],
)
