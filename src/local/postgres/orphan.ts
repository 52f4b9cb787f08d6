import { readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { errnoOf, LocalDatabaseError } from './errors.ts'
import { isPostgresOn, processStartTime } from './processes.ts'

/**
 * Stops a server that still runs on `cluster` although its parent was killed (SIGKILL). If the pid in its lock file now
 * belongs to another program, changes the lock file so that Postgres ignores it. The caller owns the data folder (see
 * `claimDataDir`), so no other start of this program uses the server.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const lockFile = join(cluster, 'postmaster.pid')
  const lock = readLock(lockFile)
  const pid = Number(lock?.[0])
  if (!lock || !Number.isInteger(pid) || pid <= 0) return
  if (isPostgresOn(pid, realpathSync(cluster))) return stopServer(pid)
  if (processStartTime(pid) === undefined && !isZombie(pid)) return
  // Postgres ignores the pid of its own parent, but still checks the rest of the file (shared memory).
  writeFileSync(lockFile, [process.pid, ...lock.slice(1)].join('\n'))
}

/** Stops the postmaster `pid`: fast shutdown, then immediate, then SIGKILL (Postgres docs, "Shutting Down the Server"). */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 10],
    ['SIGQUIT', 5],
    ['SIGKILL', 5],
  ] as const) {
    if (!send(pid, signal)) return
    for (let waited = 0; waited < seconds * 1000; waited += 20) {
      if (processStartTime(pid) === undefined) return
      await sleep(20)
    }
  }
  throw new LocalDatabaseError(
    'start_failed',
    `Postgres (process ${pid}) does not stop. End that process, then start again.`,
  )
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return false
    throw error
  }
}

function isZombie(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function readLock(lockFile: string): string[] | undefined {
  try {
    return readFileSync(lockFile, 'utf8').split('\n')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}
