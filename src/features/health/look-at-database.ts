import type { Context } from 'hono'
import type * as z from 'zod'
import { AppError } from '../../errors.ts'
import type { AppEnv } from '../../http/env.ts'
import { describeDatabase, describeToAdmins, pingDatabase } from './queries.ts'
import type { DatabaseFacts } from './schemas.ts'

/** How long strangers get the result of the last check, in milliseconds. */
const REMEMBERED_MS = 1000

/** When the database of a URL answered last, as seen by this isolate. */
const answered = new Map<string, number>()

/**
 * Checks whether the database answers. For admins and the demo user, who is on this machine, it also describes the database.
 * Strangers cause at most one check per second.
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
        // An unknown credential was refused by the database, so the database answers.
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
