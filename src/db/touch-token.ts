import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from './builder.ts'
import { accessTokens } from './schema/index.ts'
import { command } from './statement.ts'

/**
 * Updates the last use of a token, after the response. Of many requests at the same moment only one writes. A session that
 * is used goes on for `lasts_s` from now, at most until the token ends with which it was begun.
 */
export const touchToken = command.maybe(
  'tokens.touch',
  { access: 'service', returns: z.object({ id: z.int() }) },
  ({ token_id, lasts_s }: { token_id: number; lasts_s: number }) =>
    db
      .update(accessTokens)
      .set({
        last_used_at: sql`now()`,
        expires_at: sql`case when ${accessTokens.kind} = 'session' then least(
          now() + make_interval(secs => ${lasts_s}::int),
          (select parent.expires_at from ${accessTokens} parent where parent.id = ${accessTokens.parent_id})
        ) else ${accessTokens.expires_at} end`,
      })
      .where(
        and(
          eq(accessTokens.id, token_id),
          sql`coalesce(${accessTokens.last_used_at} < now() - interval '1 minute', true)`,
        ),
      )
      .returning({ id: accessTokens.id }),
)
