import { createHash } from 'node:crypto'
import pg from 'pg'
import { type NeonProxy, startNeonProxy } from './neon/index.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres/index.ts'

/** The product's database and the role that owns it; an ordinary one, as in production. */
const DATABASE = 'morning_brief'
const OWNER = 'morning_brief'
const PREFERRED_PORT = 5488

/** A local database that one URL serves: the Neon driver, pg, psql and drizzle-kit. */
export interface LocalDatabase {
  /** Through Neon's protocol, as the product uses it. */
  url: string
  /** The same database without the proxy between, for what needs no Neon driver. */
  directUrl: string
  /** True when the cluster was made by this start. */
  fresh: boolean
  /** Ends all connections and shuts the server down. */
  stop(): Promise<void>
}

export interface LocalDatabaseOptions {
  dataDir: string
  /** Preferred port of `url`; another free one when it is taken. Default 5488. */
  port?: number
  /** False gives up safety against power loss for speed, for tests. Default true. */
  durable?: boolean
  /** Takes the server's own log lines. */
  log?: (line: string) => void
}

/**
 * Starts the embedded Postgres and Neon's protocol in front of it, and makes the product's database when absent. Its
 * owner is an ordinary role that may create databases, as on Neon, with a password of this data folder's own: a web
 * page that the developer visits can reach a loopback port, too, and must not know the password.
 * Throws LocalDatabaseError when Postgres cannot run.
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
    const stop = async () => {
      await proxy?.close()
      await postgres.stop()
    }
    const directUrl = `postgres://${OWNER}:${password}@${postgres.host}:${postgres.port}/${DATABASE}`
    return { url: proxy.url({ database: DATABASE }), directUrl, fresh, stop }
  } catch (error) {
    await proxy?.close()
    await postgres.stop()
    throw error
  }
}

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
    // As on Neon: the owner makes the role of row-level security. A cluster of an earlier start gets this right, too.
    await client.query(`alter role ${OWNER} createrole`)
    if (!rows[0]!.has_database) await client.query(`create database ${DATABASE} owner ${OWNER}`)
  } finally {
    await client.end()
  }
}
