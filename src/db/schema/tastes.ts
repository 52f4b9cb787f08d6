import { sql } from 'drizzle-orm'
import { check, doublePrecision, integer, pgTable, text, unique, varchar } from 'drizzle-orm/pg-core'
import { bigId, moment, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/**
 * What a reader's thumbs have taught: one weight for each source, keyword and word of titles. The database makes these
 * rows from `feedback` alone (`learn_tastes`); only `reset_at` is the reader's own: thumbs up to then no longer count.
 */
export const tastes = pgTable(
  'tastes',
  {
    id: bigId(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['source', 'keyword', 'word'] }).notNull(),
    /** A source's id, a keyword, or a stem as `search` has it. */
    name: varchar({ length: 255 }).notNull(),
    /** The same as people write it. */
    label: varchar({ length: 255 }).notNull(),
    /** Thumbs, each counting half after four days. */
    ups: doublePrecision().notNull(),
    downs: doublePrecision().notNull(),
    /** From -1 (never again) to 1: what it adds to the factor of an article that has it. */
    weight: doublePrecision().notNull(),
    reset_at: moment(),
    ...timestamps,
  },
  (t) => [
    unique('tastes_user_id_kind_name_unique').on(t.user_id, t.kind, t.name),
    check('tastes_kind_known', sql`${t.kind} in ('source', 'keyword', 'word')`),
    check('tastes_weight_range', sql`${t.weight} between -1 and 1`),
    ownerPolicy('tastes'),
  ],
)
