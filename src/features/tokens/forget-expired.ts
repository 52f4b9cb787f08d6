import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import * as z from 'zod'
import type { Config } from '../../config.ts'
import { db } from '../../db/builder.ts'
import { openDatabase } from '../../db/open.ts'
import { accessTokens, idempotencyKeys, signInLinks } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'
import { log } from '../../log.ts'

/** So many rows of each kind a statement, and so many statements a run: the next one goes on. */
const ROWS = 1000
const STATEMENTS = 20

const isOver = (expires_at: PgColumn) => lte(expires_at, sql`now()`)

/** Idempotency keys, links and sessions whose time is over. Tokens stay in their owner's list until revoked. */
const deleteExpired = command.one(
  'tokens.delete_expired',
  {
    returns: z.object({ keys: z.int(), links: z.int(), sessions: z.int() }),
    access: 'service',
  },
  ({ limit }: { limit: number }) => {
    const { id } = idempotencyKeys
    const oldKeys = db
      .select({ id })
      .from(idempotencyKeys)
      .where(isOver(idempotencyKeys.expires_at))
      .orderBy(idempotencyKeys.expires_at)
      .limit(limit)
    const oldLinks = db
      .select({ id: signInLinks.id })
      .from(signInLinks)
      .where(isOver(signInLinks.expires_at))
      .limit(limit)
    const oldSessions = db
      .select({ id: accessTokens.id })
      .from(accessTokens)
      .where(and(eq(accessTokens.kind, 'session'), isOver(accessTokens.expires_at)))
      .limit(limit)
    const keys = db.$with('keys').as(db.delete(idempotencyKeys).where(inArray(id, oldKeys)).returning({ id }))
    const links = db
      .$with('links')
      .as(db.delete(signInLinks).where(inArray(signInLinks.id, oldLinks)).returning({ id: signInLinks.id }))
    const sessions = db
      .$with('sessions')
      .as(
        db
          .delete(accessTokens)
          .where(inArray(accessTokens.id, oldSessions))
          .returning({ id: accessTokens.id }),
      )
    return db
      .with(keys, links, sessions)
      .select({
        keys: sql<number>`(select count(*)::int from ${keys})`,
        links: sql<number>`(select count(*)::int from ${links})`,
        sessions: sql<number>`(select count(*)::int from ${sessions})`,
      })
      .from(sql`(select) one_row`)
  },
)

/** The job that forgets what has expired, some at a time. */
export async function forgetExpired(config: Config): Promise<void> {
  const database = openDatabase(config, { job: 'expired' })
  const total = { keys: 0, links: 0, sessions: 0 }
  for (let statement = 0; statement < STATEMENTS; statement++) {
    const { keys, links, sessions } = await database.run(deleteExpired, { limit: ROWS })
    total.keys += keys
    total.links += links
    total.sessions += sessions
    if (Math.max(keys, links, sessions) < ROWS) break
  }
  log('info', 'expired_forgotten', { ...total, ms: database.stats.ms })
}
