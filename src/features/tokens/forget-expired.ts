import { and, eq, lte, or, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import * as z from 'zod'
import type { Config } from '../../config.ts'
import { db } from '../../db/builder.ts'
import { connectionsAllowed, connectionsOpen, isNearlyFull } from '../../db/connections.ts'
import { openDatabase } from '../../db/open.ts'
import { accessTokens, idempotencyKeys, messages, signInLinks } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'
import { log } from '../../log.ts'

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
  () => {
    const keys = db
      .$with('keys')
      .as(
        db
          .delete(idempotencyKeys)
          .where(isOver(idempotencyKeys.expires_at))
          .returning({ id: idempotencyKeys.id }),
      )
    const links = db
      .$with('links')
      .as(db.delete(signInLinks).where(isOver(signInLinks.expires_at)).returning({ id: signInLinks.id }))
    const sessions = db.$with('sessions').as(
      db
        .delete(accessTokens)
        .where(and(eq(accessTokens.kind, 'session'), isOver(accessTokens.expires_at)))
        .returning({ id: accessTokens.id }),
    )
    // A request for a link names an address that may be anybody's; what was sent to a reader is told for a quarter.
    const old = db.$with('old').as(
      db
        .delete(messages)
        .where(
          or(
            lte(messages.created_at, sql`now() - interval '90 days'`),
            and(eq(messages.purpose, 'sign_in'), lte(messages.created_at, sql`now() - interval '1 day'`)),
          ),
        )
        .returning({ id: messages.id }),
    )
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

/** The job that deletes what has expired, and looks in passing whether the server runs out of connections. */
export async function forgetExpired(config: Config): Promise<void> {
  const database = openDatabase(config, { job: 'expired' })
  const { connections, max_connections, ...report } = await database.run(deleteExpired, {})
  log('info', 'expired_forgotten', { ...report, ms: database.stats.ms })
  if (isNearlyFull(connections, max_connections))
    log('warn', 'connections_nearly_full', { connections, max_connections })
}
