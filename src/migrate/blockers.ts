import { setTimeout as sleep } from 'node:timers/promises'
import { withConnection } from './connection.ts'
import { describeSession } from './lock.ts'
import type { Session } from './session.ts'

// Behind a pooler with one connection, the second would wait for the statement that it is to look at.
const LOOK_FOR_MS = 2000

/**
 * Watches a statement from a second connection: once it has waited for half of the lock timeout, reports
 * which sessions hold it up. `seen` gives the same lines for an error message.
 */
export function findBlockers(session: Session): { seen: () => Promise<string[]>; stop: () => void } {
  let looked: Promise<string[]> = Promise.resolve([])
  const look = () => {
    const found = readBlockers(session).catch(() => [])
    looked = Promise.race([found, sleep(LOOK_FOR_MS, [])])
  }
  const timer = setTimeout(look, patience(session.lockTimeoutMs))
  return { seen: () => looked, stop: () => clearTimeout(timer) }
}

async function readBlockers(session: Session): Promise<string[]> {
  const options = { ...session.connect, waitForDatabaseMs: 0, report: () => {} }
  return withConnection(options, async (client) => {
    const { rows } = await client.query(
      `select pid, usename, application_name, client_addr::text,
              extract(epoch from now() - coalesce(xact_start, backend_start)) * 1000 as running_ms
         from pg_stat_activity where pid = any(pg_blocking_pids($1))`,
      [session.pid],
    )
    const lines = rows.map((row) => `waiting for ${describeSession(row)}`)
    for (const text of lines) session.report({ level: 'warn', text })
    return lines
  })
}

// Half of the lock timeout, so that there is still a wait to look at; 5 s when there is no timeout.
function patience(lockTimeoutMs: number): number {
  return lockTimeoutMs === 0 ? 5000 : Math.min(lockTimeoutMs / 2, 5000)
}
