import { sql } from 'drizzle-orm'
import type { Config } from '../../config.ts'
import { openDatabase } from '../../db/open.ts'
import { accessTokens, idempotencyKeys, signInLinks } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'
import { log } from '../../log.ts'

/** Idempotency keys, links and sessions whose time is over. Tokens stay in their owner's list until revoked. */
const deleteExpired = value<Record<never, never>, { keys: number; links: number; sessions: number }>(
  'tokens.delete_expired',
  {
    access: 'service',
    with: sql`
      keys as (delete from ${idempotencyKeys} where ${idempotencyKeys.expires_at} <= now() returning 1),
      links as (delete from ${signInLinks} where ${signInLinks.expires_at} <= now() returning 1),
      sessions as (
        delete from ${accessTokens} where ${accessTokens.kind} = 'session' and ${accessTokens.expires_at} <= now()
        returning 1
      )`,
    work: sql`
      select json_build_object('keys', (select count(*) from keys), 'links', (select count(*) from links),
        'sessions', (select count(*) from sessions)) as value`,
  },
)

/** The job that forgets what has expired. */
export async function forgetExpired(config: Config): Promise<void> {
  const db = openDatabase(config, { job: 'expired' })
  const report = await db.run(deleteExpired, {})
  log('info', 'expired_forgotten', { ...report, ms: db.stats.ms })
}
