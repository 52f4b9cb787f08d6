import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { createJiti } from 'jiti'
import { parseDatabaseUrl, type Ssl } from './connection.ts'
import { MigrateError, messageOf } from './errors.ts'

/** The parts of a drizzle-kit configuration that migrations need, with drizzle-kit's own defaults. */
export type DrizzleConfig = {
  path: string
  /** drizzle-kit's `out`: the migrations folder. */
  folder: string
  schema: string | undefined
  table: string | undefined
  /** From `dbCredentials`, when the configuration names a database. */
  databaseUrl: string | undefined
  ssl?: Ssl | undefined
  schemaFilter: string[]
  /** Patterns of the tables that are the project's own; a `!` in front takes away. */
  tablesFilter?: string[]
  /** Extensions whose own tables are left alone, such as `postgis`. */
  extensionsFilters?: string[]
  /** Everything the file says, to hand on to drizzle-kit. */
  raw: Record<string, unknown>
}

const fileNames = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'].map((end) => `drizzle.config.${end}`)

/** What is known where there is no configuration. */
export const bareConfig: DrizzleConfig = {
  path: '',
  folder: 'drizzle',
  schema: undefined,
  table: undefined,
  databaseUrl: undefined,
  schemaFilter: ['public'],
  raw: {},
}

/**
 * Reads the drizzle-kit configuration of the working directory, or the file given, after the variables of its `.env`;
 * `reload` evaluates it anew, after the environment has changed.
 * @throws MigrateError when it is missing, broken, or not about Postgres.
 */
export async function readConfig(given?: string, { reload = false } = {}): Promise<DrizzleConfig> {
  // As drizzle-kit does; what is set already stays.
  if (existsSync('.env')) process.loadEnvFile('.env')
  const name = given ?? fileNames.find((file) => existsSync(file))
  if (!name || !existsSync(name)) throw missing(name)
  const path = resolve(name)
  const raw = await load(path, reload)
  if (raw.dialect !== 'postgresql')
    throw new MigrateError(
      `${name}: dialect is ${JSON.stringify(raw.dialect)}, but only "postgresql" is supported.`,
    )
  const { migrations, dbCredentials: credentials } = raw
  return {
    path,
    folder: textOf(raw, 'out') ?? 'drizzle',
    schema: textOf(migrations, 'schema'),
    table: textOf(migrations, 'table'),
    databaseUrl: credentialsUrl(credentials),
    ssl: readSsl(fieldOf(credentials, 'ssl')),
    schemaFilter: textsOf(raw.schemaFilter ?? 'public'),
    tablesFilter: textsOf(raw.tablesFilter),
    extensionsFilters: textsOf(raw.extensionsFilters),
    raw,
  }
}

function missing(name: string | undefined): MigrateError {
  const others = readdirSync('.').filter((file) =>
    /^drizzle\b.*\.config\.[cm]?[jt]s(on)?$|^drizzle\..*\.config\./.test(file),
  )
  const hint =
    others.length > 0
      ? `There is ${others.join(' and ')}: name the one you mean with --config.`
      : 'Run this in the folder that has it, or name it with --config.'
  return new MigrateError(`There is no ${name ?? 'drizzle.config.ts, .js or .json'} here.`, { hint })
}

/**
 * Evaluates the file as drizzle-kit does: TypeScript of any kind in either module system, imports without an extension or
 * by an alias of tsconfig.json.
 */
async function load(path: string, reload: boolean): Promise<Record<string, unknown>> {
  const evaluate = (tsconfigPaths: boolean): Promise<unknown> =>
    createJiti(import.meta.url, {
      fsCache: false,
      moduleCache: !reload,
      tsconfigPaths,
      interopDefault: true,
    }).import(path, { default: true })
  try {
    // Most configurations use no alias, and a tsconfig.json may extend one that is not installed here.
    const config = await evaluate(false).catch((error) => evaluate(true).catch(() => Promise.reject(error)))
    if (typeof config !== 'object' || config === null || !('dialect' in config))
      throw new Error('it has no default export with a dialect')
    return { ...config }
  } catch (cause) {
    throw new MigrateError(`${path} cannot be read: ${messageOf(cause)}`, { cause })
  }
}

/** `dbCredentials.ssl` as drizzle-kit hands it to `pg`. */
function readSsl(ssl: unknown): Ssl | undefined {
  if (ssl === 'require' || ssl === 'allow' || ssl === 'prefer') return { rejectUnauthorized: false }
  if (ssl === 'verify-full') return true
  return typeof ssl === 'boolean' || (typeof ssl === 'object' && ssl !== null) ? ssl : undefined
}

function credentialsUrl(credentials: unknown): string | undefined {
  const url = textOf(credentials, 'url')
  if (url) return url
  const [host, database] = [textOf(credentials, 'host'), textOf(credentials, 'database')]
  if (!host || !database) return undefined
  const port = String(fieldOf(credentials, 'port') ?? 5432)
  return buildUrl({
    host,
    port,
    user: textOf(credentials, 'user'),
    password: textOf(credentials, 'password'),
    database,
  })
}

// A configuration is a program of the user's: drizzle-kit checks it as a whole, and here what is no text is not there.
const fieldOf = (object: unknown, key: string): unknown =>
  typeof object === 'object' && object !== null ? Reflect.get(object, key) : undefined

function textOf(object: unknown, key: string): string | undefined {
  const value = fieldOf(object, key)
  return typeof value === 'string' ? value : undefined
}

const textsOf = (value: unknown): string[] => [value].flat().filter((one) => typeof one === 'string')

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

/** The database to work on, and where its URL was found. */
export type ChosenDatabase = { databaseUrl: string; from: string; ssl: Ssl | undefined }

/**
 * The database to work on: --url, then DATABASE_URL, then the configuration's `dbCredentials`, then libpq's
 * PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE.
 */
export function chooseDatabase(
  given: string | undefined,
  config: Pick<DrizzleConfig, 'databaseUrl' | 'ssl'> | undefined,
  env: NodeJS.ProcessEnv = process.env,
): ChosenDatabase | undefined {
  const choose = (databaseUrl: string, from: string) => ({
    databaseUrl,
    from,
    // What the configuration says about TLS is about its own database.
    ssl: databaseUrl === config?.databaseUrl ? config?.ssl : undefined,
  })
  if (given) return choose(given, '--url')
  if (env.DATABASE_URL) return choose(env.DATABASE_URL, 'DATABASE_URL')
  if (config?.databaseUrl) return choose(config.databaseUrl, 'dbCredentials of the configuration')
  if (!env.PGHOST && !env.PGDATABASE) return undefined
  const url = buildUrl({
    host: env.PGHOST ?? 'localhost',
    port: env.PGPORT ?? '5432',
    user: env.PGUSER,
    password: env.PGPASSWORD,
    database: env.PGDATABASE ?? env.PGUSER ?? 'postgres',
  })
  return choose(url, 'PGHOST and its family')
}

/** The URL of `chooseDatabase` alone. */
export function chooseDatabaseUrl(...args: Parameters<typeof chooseDatabase>): string | undefined {
  return chooseDatabase(...args)?.databaseUrl
}
