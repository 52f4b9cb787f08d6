import type { Context } from 'hono'
import type * as z from 'zod'
import { AppError } from '../../errors.ts'
import type { AppEnv } from '../../http/env.ts'
import { describeDatabase, describeToAdmins, pingDatabase } from './queries.ts'
import type { DatabaseFacts } from './schemas.ts'

/** For so long, in milliseconds, a stranger is told what the last one was. */
const REMEMBERED_MS = 1000

/** When the database of an address answered last; of this isolate alone. */
const answered = new Map<string, number>()

/**
 * Asks whether the database answers, and what it is where an admin asks, or the demo user, who is on this very machine.
 * Strangers do not make it answer more than once a second.
 * @throws {AppError} `database_unavailable` when it does not answer
 */
export async function lookAtDatabase(
  c: Context<AppEnv>,
): Promise<(z.infer<typeof DatabaseFacts> & { latency_ms: number }) | null> {
  const { config, db } = c.var
  const credential = await c.var.credential().catch(() => null)
  if (credential !== null) {
    const facts = await db
      .run(credential.kind === 'demo' ? describeDatabase : describeToAdmins, {})
      .catch((error: unknown) => {
        // Who turns out to be nobody has made it answer, too.
        if (error instanceof AppError && error.code === 'unauthenticated') return null
        throw error
      })
    return facts && { ...facts, latency_ms: db.stats.ms }
  }
  const last = answered.get(config.databaseUrl) ?? 0
  if (Date.now() - last > REMEMBERED_MS) {
    await db.run(pingDatabase, {})
    answered.set(config.databaseUrl, Date.now())
  }
  return null
}
