import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { clusterArgument, corrupt, ENVIRONMENT } from './cluster.ts'
import { diskFull, forbidden, LocalDatabaseError } from './errors.ts'
import { freePort } from './port.ts'

export interface ServerOptions {
  cluster: string
  binaries: Binaries
  account: Account
  port: number | undefined
  durable: boolean
  settings: Record<string, string>
  log: (line: string) => void
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '100',
  shared_buffers: '64MB',
  // Only log events of the server, and no statements, which contain users' data.
  log_min_messages: 'log',
}
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }

/** After a postmaster was killed, its backends need a moment to exit and release the shared memory. */
const LEFTOVER = /pre-existing shared memory block|lock file "postmaster.pid" already exists/
const PORT_TAKEN = /could not (bind|create any TCP\/IP sockets)|Address already in use/
const ATTEMPTS = 40

/**
 * Starts the server on a free port and resolves when it accepts connections.
 * @throws LocalDatabaseError when it does not start
 */
export async function startServer(options: ServerOptions): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(options.port)
    const started = await startOnce(options, port)
    if (typeof started !== 'string') return { child: started, port }
    if (attempt === ATTEMPTS || !(LEFTOVER.test(started) || PORT_TAKEN.test(started)))
      throw explainStartFailure(started, options.cluster)
    await sleep(250)
  }
}

/** Resolves to the running server, or to its log when it has failed. */
function startOnce({ cluster, binaries, account, durable, settings, log }: ServerOptions, port: number) {
  const all = { ...SETTINGS, ...(durable ? {} : NOT_DURABLE), ...settings, port: String(port) }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return new Promise<ChildProcess | string>((resolve) => {
    // Detached: Ctrl-C signals the whole process group, but the database must run until its users have stopped.
    const child = spawn(binaries.postgres, ['-D', clusterArgument(cluster, account), ...flags], {
      ...account,
      cwd: cluster,
      env: ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    const kill = () => child.kill('SIGINT')
    process.once('exit', kill)
    child.once('close', () => process.off('exit', kill))
    const lines: string[] = []
    createInterface(child.stderr!).on('line', (line) => {
      log(line)
      if (lines.length < 200) lines.push(line)
      if (/database system is ready to accept (read-only )?connections/.test(line)) resolve(child)
    })
    child.once('error', (error) => resolve(String(error)))
    child.once('close', () => resolve(lines.join('\n')))
  })
}

function explainStartFailure(log: string, cluster: string): LocalDatabaseError {
  if (/No space left on device|Disk quota exceeded/.test(log)) return diskFull(cluster, log)
  if (/Permission denied|Operation not permitted|wrong ownership|Read-only file system/.test(log))
    return forbidden(cluster, log)
  if (/(invalid value|unrecognized configuration|invalid parameter)/.test(log)) {
    return new LocalDatabaseError('start_failed', `Postgres refuses a setting: ${fatalMessage(log)}.`, {
      cause: log,
    })
  }
  if (LEFTOVER.test(log)) {
    return new LocalDatabaseError(
      'data_dir_in_use',
      `Another Postgres still uses ${cluster}. End it, then start again.`,
      { cause: log },
    )
  }
  if (PORT_TAKEN.test(log)) {
    return new LocalDatabaseError(
      'port_taken',
      'No free port on 127.0.0.1 could be had for Postgres. Close some programs, then start again.',
      { cause: log },
    )
  }
  if (/shared memory|semaphore|Cannot allocate memory/.test(log)) {
    return new LocalDatabaseError(
      'start_failed',
      `The system gives Postgres too little memory (${fatalMessage(log)}). Close some programs, then start again.`,
      { cause: log },
    )
  }
  return corrupt(cluster, log)
}

function fatalMessage(log: string): string {
  return /(?:FATAL|PANIC): {2}(.*)/.exec(log)?.[1] ?? 'no reason given'
}
