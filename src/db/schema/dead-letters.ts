import { sql } from 'drizzle-orm'
import { check, integer, jsonb, pgTable, unique, varchar } from 'drizzle-orm/pg-core'
import { bigId, moment, timestamps } from './columns.ts'
import { adminPolicy } from './policies.ts'

/** Queue messages whose retries failed, stored so that an operator can inspect and replay them. */
export const deadLetters = pgTable(
  'dead_letters',
  {
    id: bigId(),
    queue: varchar({ length: 255 }).notNull(),
    message_id: varchar({ length: 255 }).notNull(),
    message: jsonb().notNull(),
    attempts: integer().notNull(),
    error: varchar({ length: 1024 }).notNull(),
    replayed_at: moment(),
    ...timestamps,
  },
  (t) => [
    unique('dead_letters_queue_message_id_unique').on(t.queue, t.message_id),
    check('dead_letters_attempts_range', sql`${t.attempts} >= 0`),
    adminPolicy('dead_letters'),
  ],
)
