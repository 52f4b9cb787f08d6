import { SETTING_NAMES } from '../../config.ts'
import { assembleUrl, checkDatabaseUrl } from '../../database-url.ts'
import { withDevVars } from '../dev-vars.ts'

/** What the laptop's start needs to know. */
export interface DevSettings {
  port: number
  /** True when PORT was set: then no other port will do. */
  dataDir: string
  /** An own Postgres or Neon database; null for the embedded one. */
  databaseUrl: string | null
  /** The worker's further settings, as they are in the environment or in .dev.vars. */
  workerSettings: Record<string, string>
}

/** Thrown for anything a person can mend; the message is all there is to say. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/**
 * Reads PORT, DATA_DIR, the database and the worker's settings from the environment, then from `.dev.vars`.
 * @throws {StartError | ConfigError} naming what is malformed, never its value
 */
export function readDevSettings(env: NodeJS.ProcessEnv): DevSettings {
  const all = withDevVars(env)
  const port = readPort('PORT', all.PORT ?? 8787)
  const workerSettings = Object.fromEntries(
    SETTING_NAMES.filter((name) => !/^(DATABASE_URL|PG)/.test(name)).flatMap((name) =>
      all[name] === undefined ? [] : [[name, all[name]]],
    ),
  )
  return { port, dataDir: all.DATA_DIR ?? '.local', databaseUrl: ownDatabase(all), workerSettings }
}

function ownDatabase(all: Record<string, string>): string | null {
  if (all.DATABASE_URL) return checkDatabaseUrl('DATABASE_URL', all.DATABASE_URL)
  if (!all.PGHOST) return null
  if (all.PGHOST.startsWith('/')) {
    throw new StartError('PGHOST is the folder of a Unix socket. Name a host, such as localhost.')
  }
  const PGPORT = readPort('PGPORT', all.PGPORT ?? 5432)
  return checkDatabaseUrl('PGHOST', assembleUrl({ ...all, PGPORT }))
}

function readPort(name: string, written: string | number): number {
  const port = Number(written)
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port
  throw new StartError(`${name} must be a number from 1 to 65535.`)
}
