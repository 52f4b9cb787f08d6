import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { withConnection } from './connection.ts'
import { sharedSession } from './lock.ts'
import type { Session } from './session.ts'

const PATIENCE_MS = 2000
const ROUNDS = 5

/**
 * Refuses a session that is shared with other clients, before anything is done outside a transaction: two connections are
 * asked in turn for the server's number of their session. Behind a transaction pooler they meet in one, or one of them
 * wanders; a proxy that hides the number from the driver (Neon's) cannot hide it from SQL.
 * @throws MigrateError behind a transaction pooler.
 */
export async function assertOwnSession(session: Session, what: string): Promise<void> {
  const own = await readPid(session.client)
  const isShared = await withConnection(
    { ...session.connect, waitForDatabaseMs: 0, report: () => {} },
    async (other) => {
      for (let round = 0; round < ROUNDS; round++) {
        const theirs = await Promise.race([readPid(other).catch(() => undefined), sleep(PATIENCE_MS)])
        const start = Date.now()
        const still = await readPid(session.client)
        if (theirs === own || still !== own) return true
        // A session pooler that has no more connections lets the second wait, but not the first.
        if (theirs === undefined && Date.now() - start < PATIENCE_MS / 2) return false
      }
      return false
    },
  ).catch(() => false)
  if (isShared) throw sharedSession(what)
}

async function readPid(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid
}
