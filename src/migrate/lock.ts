import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { MigrateError } from './errors.ts'
import { formatDuration } from './report.ts'
import type { Session } from './session.ts'

const key = (session: Session) => `hashtextextended(${pg.escapeLiteral(session.table)}, 0)`

/**
 * Opens a transaction that holds the migration lock: an advisory lock of the transaction, which a transaction pooler
 * keeps with it and which is gone when it ends, however it ends.
 *
 * READ COMMITTED whatever the database's default: what is read after the lock is had must be what its last holder wrote.
 * Asks again and again rather than blocking: a blocked statement holds a snapshot, for which `CREATE INDEX CONCURRENTLY`
 * of the holder would wait for ever, and it would hold one of a pooler's connections.
 * @throws MigrateError naming the holder when the lock cannot be had in time.
 */
export async function beginLocked(session: Session): Promise<void> {
  const { client } = session
  await poll(session, async () => {
    const results = await client.query<{ locked: boolean; pid: number }>(
      `begin isolation level read committed read write;
       select pg_try_advisory_xact_lock(${key(session)}) as locked, pg_backend_pid() as pid`,
    )
    const row = lastRow(results)
    if (row?.locked) session.pid = row.pid
    else await client.query('rollback')
    return row?.locked === true
  })
}

/**
 * Runs `work`, which cannot be in a transaction, under the same lock, held by the session.
 * @throws MigrateError when another client shares the session, as behind a transaction pooler, or the lock cannot be had.
 */
export async function withSessionLock<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const { client } = session
  await poll(session, async () => {
    // A session may take its own lock again, so one that has it already is shared with another client.
    const { rows } = await client.query<{ state: string; pid: number }>(
      `select case when exists (${holders(session)} and l.pid = pg_backend_pid()) then 'shared'
                   when pg_try_advisory_lock(${key(session)}) then 'locked' else 'held' end as state,
              pg_backend_pid() as pid`,
    )
    if (rows[0]?.state === 'shared') throw sharedSession()
    session.pid = rows[0]?.pid ?? 0
    return rows[0]?.state === 'locked'
  })
  try {
    return await work()
  } finally {
    // Fails only when the connection is gone, and the lock with it.
    await client.query(`select pg_advisory_unlock(${key(session)})`).catch(() => {})
  }
}

/**
 * Checks that this very session still holds the lock of `withSessionLock`.
 * @throws MigrateError when the session is another one than that which took it.
 */
export async function assertLocked(session: Session): Promise<void> {
  const { rows } = await session.client.query(`${holders(session)} and l.pid = pg_backend_pid()`)
  if (rows.length === 0) throw sharedSession()
}

/** What to say where a session is shared. */
export function sharedSession(what = 'This'): MigrateError {
  return new MigrateError(`${what} cannot be done behind a transaction pooler.`, {
    details: ['each statement outside a transaction may run in another session there, without the lock'],
    hint: 'Use the direct database URL, or the port of the pooler that gives a session (Supabase: 5432).',
  })
}

const holders = (session: Session) => `
  select l.pid, a.usename, a.application_name, a.client_addr::text, a.state,
         extract(epoch from now() - coalesce(a.xact_start, a.query_start, a.backend_start)) * 1000 as running_ms
    from pg_locks l left join pg_stat_activity a using (pid)
   where l.locktype = 'advisory' and l.granted and l.objsubid = 1
     and l.database = (select oid from pg_database where datname = current_database())
     and (l.classid::bigint << 32) | l.objid::bigint = ${key(session)}`

async function poll(session: Session, attemptLock: () => Promise<boolean>): Promise<void> {
  const { waitForLockMs, report } = session
  const start = Date.now()
  for (let attempt = 0; ; attempt++) {
    if (await attemptLock()) {
      if (attempt > 0) report({ level: 'info', text: 'got the lock', ms: Date.now() - start })
      return
    }
    const left = start + waitForLockMs - Date.now()
    // Every tenth second is often enough to see in a log that it still waits, and for whom.
    if (left <= 0 || attempt % 50 === 0) {
      const { rows } = await session.client.query(holders(session))
      const holder = rows[0] ? describeSession(rows[0]) : 'a session that has just ended'
      if (left <= 0) {
        throw new MigrateError(`Another migration is running: the lock is held by ${holder}.`, {
          details: [`waited ${formatDuration(waitForLockMs)}; nothing was applied`],
          hint: 'Wait for it, or end that session, then run this again. --wait-for-lock sets how long to wait.',
        })
      }
      report({ level: 'info', text: `another migration is running; waiting for ${holder}` })
    }
    await sleep(Math.min(200, left))
  }
}

// `pg` gives a list of results for several statements sent at once; its types know one.
function lastRow<T extends pg.QueryResultRow>(
  results: pg.QueryResult<T> | pg.QueryResult<T>[],
): T | undefined {
  const last = Array.isArray(results) ? results.at(-1) : results
  return last?.rows[0]
}

/** A row of pg_stat_activity in words; what this role may not see is left out. */
export function describeSession(row: {
  pid: number
  usename: string | null
  application_name: string | null
  client_addr: string | null
  running_ms: string | number | null
}): string {
  const since = row.running_ms === null ? '' : `, for ${formatDuration(Math.max(0, Number(row.running_ms)))}`
  const who = [
    row.application_name,
    row.usename && `user ${row.usename}`,
    row.client_addr && `from ${row.client_addr}`,
  ]
  return `pid ${row.pid} (${who.filter(Boolean).join(', ') || 'of another user'}${since})`
}
