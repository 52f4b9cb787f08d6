import { and, eq, inArray, lte, or, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import * as z from 'zod'
import type { Config } from '../../config.ts'
import { db } from '../../db/builder.ts'
import { connectionsAllowed, connectionsOpen, isNearlyFull } from '../../db/connections.ts'
import { openDatabase } from '../../db/open.ts'
import { accessTokens, idempotencyKeys, messages, signInLinks } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'
import { keysOf } from '../../keys-of.ts'
import { log } from '../../log.ts'

/** So many rows of each kind a statement, and so many statements a run: the next one goes on. */
const ROWS = 1000
const STATEMENTS = 20

const isOver = (expires_at: PgColumn) => lte(expires_at, sql`now()`)

/** Deletes expired idempotency keys, links and sessions, and old messages. Expired tokens stay in their owner's list until revoked. */
const deleteExpired = command.one(
  'tokens.delete_expired',
  {
    returns: z.object({
      keys: z.int(),
      links: z.int(),
      sessions: z.int(),
      messages: z.int(),
      connections: z.int(),
      max_connections: z.int(),
    }),
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
    // A request for a link names an address that may be anybody's; what was sent to a reader is told for a quarter.
    const oldMessages = db
      .select({ id: messages.id })
      .from(messages)
      .where(
        or(
          lte(messages.created_at, sql`now() - interval '90 days'`),
          and(eq(messages.purpose, 'sign_in'), lte(messages.created_at, sql`now() - interval '1 day'`)),
        ),
      )
      .orderBy(messages.created_at)
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
    const old = db
      .$with('old')
      .as(db.delete(messages).where(inArray(messages.id, oldMessages)).returning({ id: messages.id }))
    return db
      .with(keys, links, sessions, old)
      .select({
        keys: sql<number>`(select count(*)::int from ${keys})`,
        links: sql<number>`(select count(*)::int from ${links})`,
        sessions: sql<number>`(select count(*)::int from ${sessions})`,
        messages: sql<number>`(select count(*)::int from ${old})`,
        connections: connectionsOpen,
        max_connections: connectionsAllowed,
      })
      .from(sql`(select) one_row`)
  },
)

/** The job that deletes what has expired, some at a time, and looks in passing whether the server runs out of connections. */
export async function forgetExpired(config: Config): Promise<void> {
  const database = openDatabase(config, { job: 'expired' })
  const total = { keys: 0, links: 0, sessions: 0, messages: 0 }
  for (let statement = 0; statement < STATEMENTS; statement++) {
    const { connections, max_connections, ...gone } = await database.run(deleteExpired, { limit: ROWS })
    for (const kind of keysOf(total)) total[kind] += gone[kind]
    if (Math.max(...Object.values(gone)) >= ROWS) continue
    if (isNearlyFull(connections, max_connections))
      log('warn', 'connections_nearly_full', { connections, max_connections })
    break
  }
  log('info', 'expired_forgotten', { ...total, ms: database.stats.ms })
}
