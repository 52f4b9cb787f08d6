import { sql } from 'drizzle-orm'
import { bigint, check, integer, pgTable, unique, varchar } from 'drizzle-orm/pg-core'
import { articles } from './articles.ts'
import { bigId, timestamps } from './columns.ts'
import { adminPolicy } from './policies.ts'

/** What a model was asked in vain: `attempts` counts the answers that were the article's fault, `updated_at` is the last try. */
export const summaryAttempts = pgTable(
  'summary_attempts',
  {
    id: bigId(),
    article_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    model: varchar({ length: 50 }).notNull(),
    attempts: integer().notNull(),
    ...timestamps,
  },
  (t) => [
    unique('summary_attempts_article_id_model_unique').on(t.article_id, t.model),
    check('summary_attempts_attempts_range', sql`${t.attempts} >= 0`),
    adminPolicy('summary_attempts'),
  ],
)
