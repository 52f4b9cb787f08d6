import { sql } from 'drizzle-orm'
import { check, date, integer, pgTable, unique } from 'drizzle-orm/pg-core'
import { id, timestamps } from './columns.ts'
import { adminPolicy } from './policies.ts'

/** The tokens that the summary model took, and that calls under way have reserved, on one day (UTC). */
export const summaryBudgets = pgTable(
  'summary_budgets',
  {
    id: id(),
    day: date({ mode: 'string' }).notNull(),
    tokens_used: integer().notNull().default(0),
    ...timestamps,
  },
  (t) => [
    unique('summary_budgets_day_unique').on(t.day),
    check('summary_budgets_tokens_used_range', sql`${t.tokens_used} >= 0`),
    adminPolicy('summary_budgets'),
  ],
)
