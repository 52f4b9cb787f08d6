import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseDatabaseUrl } from './connection.ts'
import { MigrateError } from './errors.ts'

/** The parts of a drizzle-kit configuration that migrations need, with drizzle-kit's own defaults. */
export type DrizzleConfig = {
  path: string
  /** drizzle-kit's `out`: the migrations folder. */
  folder: string
  schema: string | undefined
  table: string | undefined
  /** From `dbCredentials`, when the configuration names a database. */
  databaseUrl: string | undefined
  schemaFilter: string[]
  /** Everything the file says, to hand on to drizzle-kit. */
  raw: Record<string, unknown>
}

type Credentials = {
  url?: string
  host?: string
  port?: number
  user?: string
  password?: string
  database?: string
}

const fileNames = ['drizzle.config.ts', 'drizzle.config.js', 'drizzle.config.json']

/**
 * Reads drizzle.config.ts, .js or .json of the working directory, or the file given; `reload` evaluates it
 * anew, after the environment has changed.
 * @throws MigrateError when it is missing, broken, or not about Postgres.
 */
export async function readConfig(given?: string, { reload = false } = {}): Promise<DrizzleConfig> {
  const name = given ?? fileNames.find((file) => existsSync(file))
  if (!name || !existsSync(name))
    throw new MigrateError(`There is no ${name ?? fileNames.join(', ')} here.`, {
      hint: 'Run this in the folder that has it, or name it with --config.',
    })
  const path = resolve(name)
  const raw = await load(path, reload)
  if (raw.dialect !== 'postgresql')
    throw new MigrateError(
      `${name}: dialect is ${JSON.stringify(raw.dialect)}, but only "postgresql" is supported.`,
    )
  const migrations = (raw.migrations ?? {}) as { schema?: string; table?: string }
  return {
    path,
    folder: (raw.out as string | undefined) ?? 'drizzle',
    schema: migrations.schema,
    table: migrations.table,
    databaseUrl: credentialsUrl(raw.dbCredentials as Credentials | undefined),
    schemaFilter: [raw.schemaFilter ?? 'public'].flat() as string[],
    raw,
  }
}

async function load(path: string, reload: boolean): Promise<Record<string, unknown>> {
  try {
    if (path.endsWith('.json')) return JSON.parse(await readFile(path, 'utf8'))
    const module = (await import(`${pathToFileURL(path).href}${reload ? `?${Date.now()}` : ''}`)) as {
      default?: Record<string, unknown>
    }
    if (!module.default) throw new Error('it has no default export')
    return module.default
  } catch (cause) {
    throw new MigrateError(`${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

function credentialsUrl(credentials: Credentials | undefined): string | undefined {
  if (!credentials) return undefined
  if (credentials.url) return credentials.url
  const { host, port = 5432, user, password, database } = credentials
  if (!host || !database) return undefined
  return buildUrl({ host, port: String(port), user, password, database })
}

/** A connection string from its parts, percent-encoded. */
function buildUrl(parts: {
  host: string
  port: string
  user: string | undefined
  password: string | undefined
  database: string
}): string {
  const host = parts.host.includes(':') ? `[${parts.host}]` : parts.host
  const url = parseDatabaseUrl(`postgresql://${host}:${parts.port}`)
  url.username = encodeURIComponent(parts.user ?? '')
  url.password = encodeURIComponent(parts.password ?? '')
  url.pathname = `/${encodeURIComponent(parts.database)}`
  return url.href
}

/**
 * The database to work on: --url, then DATABASE_URL, then the configuration's `dbCredentials`, then libpq's
 * PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE.
 */
export function chooseDatabaseUrl(
  given: string | undefined,
  config: Pick<DrizzleConfig, 'databaseUrl'> | undefined,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (given || env.DATABASE_URL || config?.databaseUrl)
    return given || env.DATABASE_URL || config?.databaseUrl
  if (!env.PGHOST && !env.PGDATABASE) return undefined
  return buildUrl({
    host: env.PGHOST ?? 'localhost',
    port: env.PGPORT ?? '5432',
    user: env.PGUSER,
    password: env.PGPASSWORD,
    database: env.PGDATABASE ?? env.PGUSER ?? 'postgres',
  })
}
