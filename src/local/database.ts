import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type NeonProxy, startNeonProxy } from './neon/index.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres/index.ts'

/** The database and its owner, an ordinary role as in production. */
const DATABASE = 'morning_brief'
const OWNER = 'morning_brief'
const PREFERRED_PORT = 5488

/** A local database. The Neon driver, pg, psql and drizzle-kit all use the same URL. */
export interface LocalDatabase {
  /** The URL of the Neon proxy, as the worker uses it. */
  url: string
  /** The URL of Postgres itself, for tools that do not use the Neon driver. */
  directUrl: string
  /** Whether this start created the database. */
  fresh: boolean
  /** Closes all connections and stops the server. */
  stop(): Promise<void>
}

export interface LocalDatabaseOptions {
  dataDir: string
  /** Preferred port of `url`; another free one when it is taken. Default 5488. */
  port?: number
  /** False is faster, but loses data at a power failure; for tests. Default true. */
  durable?: boolean
  /** Receives the log lines of the server. */
  log?: (line: string) => void
}

/**
 * Starts the embedded Postgres and a Neon proxy in front of it, and creates the database if it does not exist. Its owner
 * is an ordinary role that may create databases, as on Neon. Its password is different for each data folder, because any
 * web page that the developer visits can send requests to a loopback port.
 * @throws LocalDatabaseError when Postgres cannot run
 */
export async function startLocalDatabase(options: LocalDatabaseOptions): Promise<LocalDatabase> {
  const { dataDir, port = PREFERRED_PORT, durable = true, log = () => {} } = options
  const postgres = await startEmbeddedPostgres({ dataDir, durable, log })
  let proxy: NeonProxy | undefined
  try {
    const password = createHash('sha256')
      .update(`${OWNER} ${postgres.password}`)
      .digest('base64url')
      .slice(0, 24)
    await createDatabase(postgres, password)
    const upstream = { host: postgres.host, port: postgres.port, user: OWNER, password }
    proxy = await startNeonProxy({ upstream, port })
    const { fresh } = postgres
    const directUrl = `postgres://${OWNER}:${password}@${postgres.host}:${postgres.port}/${DATABASE}`
    const note = runningUrlFile(postgres.dataDir)
    writeFileSync(note, directUrl, { mode: 0o600 })
    const stop = async () => {
      rmSync(note, { force: true })
      await proxy?.close()
      await postgres.stop()
    }
    return { url: proxy.url({ database: DATABASE }), directUrl, fresh, stop }
  } catch (error) {
    await proxy?.close()
    await postgres.stop()
    throw error
  }
}

/** Where the address of a running database stands, for the commands beside it. */
export const runningUrlFile = (dataDir: string) => join(dataDir, 'database-url')

async function createDatabase(
  { host, port, user, password }: EmbeddedPostgres,
  ownerPassword: string,
): Promise<void> {
  const client = new pg.Client({ host, port, user, password, database: 'postgres' })
  await client.connect()
  try {
    const { rows } = await client.query<{ has_role: boolean; has_database: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as has_role,
              exists (select from pg_database where datname = $2) as has_database`,
      [OWNER, DATABASE],
    )
    const secret = client.escapeLiteral(ownerPassword)
    if (!rows[0]!.has_role) await client.query(`create role ${OWNER} login createdb password ${secret}`)
    // As on Neon, the owner creates the role for row-level security. Clusters of older versions lack this right.
    await client.query(`alter role ${OWNER} createrole`)
    if (!rows[0]!.has_database) await client.query(`create database ${DATABASE} owner ${OWNER}`)
  } finally {
    await client.end()
  }
}
