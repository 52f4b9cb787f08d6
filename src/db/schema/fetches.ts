import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, smallint, text, varchar } from 'drizzle-orm/pg-core'
import { bigId, moment, timestamps } from './columns.ts'
import { sharedPolicies } from './policies.ts'
import { sources } from './sources.ts'

/** The history of a source: one row a fetch, the newest kept. */
export const fetches = pgTable(
  'fetches',
  {
    id: bigId(),
    source_id: integer()
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    started_at: moment().notNull(),
    duration_ms: integer().notNull(),
    outcome: text().notNull(),
    http_status: smallint(),
    new_articles: integer().notNull().default(0),
    updated_articles: integer().notNull().default(0),
    skipped_entries: integer().notNull().default(0),
    error: varchar({ length: 1024 }),
    ...timestamps,
  },
  (t) => [
    index('fetches_source_id_started_at_index').on(t.source_id, t.started_at.desc(), t.id.desc()),
    check('fetches_duration_ms_range', sql`${t.duration_ms} >= 0`),
    check(
      'fetches_counts_range',
      sql`${t.new_articles} >= 0 and ${t.updated_articles} >= 0 and ${t.skipped_entries} >= 0`,
    ),
    ...sharedPolicies('fetches'),
  ],
)
