import { eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../db/builder.ts'
import { summaryBudgets } from '../db/schema/index.ts'
import { command } from '../db/statement.ts'

const Used = z.object({ used: z.int() })
const today = sql`(now() at time zone 'UTC')::date`

/** The statements about one of the day's budgets, which is a column of `summary_budgets`. */
function budget(name: string, key: 'tokens_used' | 'embedding_tokens_used') {
  const column = sql.identifier(key)
  const used = summaryBudgets[key]
  return {
    /** Reserves tokens of today's budget (UTC); null when the budget does not have them. */
    reserve: command.maybe(
      `${name}.reserve`,
      { returns: Used, access: 'service' },
      ({ tokens, most }: { tokens: number; most: number }) => ({
        rows: sql`
          insert into ${summaryBudgets} (day, ${column})
          select ${today}, ${tokens}::int where ${tokens}::int <= ${most}::int
          on conflict (day) do update set ${column} = ${used} + excluded.${column}
            where ${used} + excluded.${column} <= ${most}::int
          returning ${column} as used`,
      }),
    ),
    /** Corrects a reservation to the tokens that the call really used. */
    settle: command.maybe(
      `${name}.settle`,
      { returns: Used, access: 'service' },
      ({ difference }: { difference: number }) =>
        db
          .update(summaryBudgets)
          .set({ [key]: sql`greatest(0, ${used} + ${difference}::int)` })
          .where(eq(summaryBudgets.day, today))
          .returning({ used }),
    ),
  }
}

export const summaryBudget = budget('summaries', 'tokens_used')
export const embeddingBudget = budget('embeddings', 'embedding_tokens_used')
