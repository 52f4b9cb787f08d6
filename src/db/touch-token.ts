import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from './builder.ts'
import { accessTokens } from './schema/index.ts'
import { command } from './statement.ts'

/** Updates the last use of a token, after the response. Of many requests at the same moment only one writes. */
export const touchToken = command.maybe(
  'tokens.touch',
  { access: 'service', returns: z.object({ id: z.int() }) },
  ({ token_id }: { token_id: number }) =>
    db
      .update(accessTokens)
      .set({ last_used_at: sql`now()` })
      .where(
        and(
          eq(accessTokens.id, token_id),
          sql`coalesce(${accessTokens.last_used_at} < now() - interval '1 minute', true)`,
        ),
      )
      .returning({ id: accessTokens.id }),
)
