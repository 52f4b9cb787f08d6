import { sql } from 'drizzle-orm'
import { check, date, integer, pgTable, unique } from 'drizzle-orm/pg-core'
import { id, timestamps } from './columns.ts'
import { adminPolicy } from './policies.ts'

/** The tokens that the models took, and that calls under way have reserved, on one day (UTC): for summaries and for embeddings. */
export const summaryBudgets = pgTable(
  'summary_budgets',
  {
    id: id(),
    day: date({ mode: 'string' }).notNull(),
    tokens_used: integer().notNull().default(0),
    embedding_tokens_used: integer().notNull().default(0),
    ...timestamps,
  },
  (t) => [
    unique('summary_budgets_day_unique').on(t.day),
    check('summary_budgets_tokens_used_range', sql`${t.tokens_used} >= 0`),
    check('summary_budgets_embedding_tokens_used_range', sql`${t.embedding_tokens_used} >= 0`),
    adminPolicy('summary_budgets'),
  ],
)
