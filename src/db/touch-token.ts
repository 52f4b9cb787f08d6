import { sql } from 'drizzle-orm'
import { accessTokens } from './schema/index.ts'
import { one } from './statement.ts'

/** Notes that a token is in use; run after the reply, and of many at the same moment one writes. */
export const touchToken = one<{ token_id: number }, { id: number } | null>('tokens.touch', {
  access: 'service',
  work: sql`
    update ${accessTokens} set last_used_at = now()
    where ${accessTokens.id} = ${sql.placeholder('token_id')}::int
      and coalesce(${accessTokens.last_used_at} < now() - interval '1 minute', true)
    returning ${accessTokens.id}`,
})
