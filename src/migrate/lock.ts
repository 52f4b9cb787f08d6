import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { MigrateError } from './errors.ts'
import { formatDuration, type Reporter, silent } from './report.ts'

/** How long to wait for another migration to finish, in ms. Default 5 min. */
export type LockOptions = { waitForLockMs?: number | undefined; report?: Reporter }

/**
 * Runs `work` while holding a session advisory lock named after the migrations table.
 *
 * Asks again and again rather than blocking in `pg_advisory_lock`: a blocked statement holds a snapshot,
 * and `CREATE INDEX CONCURRENTLY` of the holder would wait for that snapshot for ever.
 * @throws MigrateError naming the holder when the lock cannot be had in time.
 */
export async function withLock<T>(
  client: pg.Client,
  name: string,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  await acquire(client, name, options.waitForLockMs ?? 5 * 60_000, options.report ?? silent)
  try {
    return await work()
  } finally {
    // Fails only when the connection is gone, and the lock with it.
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]).catch(() => {})
  }
}

/**
 * Checks that this very connection still holds the lock.
 * @throws MigrateError behind a transaction pooler, where each query may run on another connection.
 */
export async function assertLocked(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query(`${holderSql} and l.pid = pg_backend_pid()`, [name])
  if (rows.length > 0) return
  throw new MigrateError('The migration lock was lost, so nothing more is applied.', {
    hint: 'Use the direct database URL: a transaction pooler gives each query another connection.',
  })
}

const holderSql = `
  select l.pid, a.usename, a.application_name, a.client_addr::text, a.state,
         extract(epoch from now() - coalesce(a.query_start, a.backend_start)) * 1000 as running_ms
    from pg_locks l left join pg_stat_activity a using (pid)
   where l.locktype = 'advisory' and l.granted and l.objsubid = 1
     and l.database = (select oid from pg_database where datname = current_database())
     and (l.classid::bigint << 32) | l.objid::bigint = hashtextextended($1, 0)`

async function acquire(client: pg.Client, name: string, waitMs: number, report: Reporter): Promise<void> {
  const start = Date.now()
  for (let attempt = 0; ; attempt++) {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
      [name],
    )
    if (rows[0]?.locked) {
      if (attempt > 0) report({ level: 'info', text: 'got the lock', ms: Date.now() - start })
      return
    }
    const left = start + waitMs - Date.now()
    // Every tenth second is often enough to see in a log that it still waits, and for whom.
    if (left <= 0 || attempt % 50 === 0) {
      const holder = await describeHolder(client, name)
      if (left <= 0) {
        throw new MigrateError(`Another migration is running: the lock is held by ${holder}.`, {
          details: [`waited ${formatDuration(waitMs)}; nothing was applied`],
          hint: 'Wait for it, or end that session, then run this again. --wait-for-lock sets how long to wait.',
        })
      }
      report({ level: 'info', text: `another migration is running; waiting for ${holder}` })
    }
    await sleep(Math.min(200, left))
  }
}

async function describeHolder(client: pg.Client, name: string): Promise<string> {
  const { rows } = await client.query(holderSql, [name])
  return rows[0] ? describeSession(rows[0]) : 'a session that has just ended'
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
