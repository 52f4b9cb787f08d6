import pg from 'pg'
import { isLoopback } from '../../database-url.ts'
import { withConnection } from '../../migrate/connection.ts'
import { startLocalDatabase } from '../database.ts'
import { startNeonProxy } from '../neon/index.ts'

/** The database of a laptop's start, whichever it is. */
export interface DevDatabase {
  /** For the worker: Neon's protocol answers here. */
  url: string
  /** For migrations and the seed: plain Postgres. */
  directUrl: string
  /** True when nobody but this start uses it. */
  embedded: boolean
  stop(): Promise<void>
}

/**
 * The embedded Postgres, or an own one. A Neon database is used as it is; in front of any other Postgres the
 * local Neon protocol is put, so that the same driver serves them all.
 * @throws {LocalDatabaseError | MigrateError} saying why the database cannot be used
 */
export async function openDevDatabase(databaseUrl: string | null, dataDir: string): Promise<DevDatabase> {
  if (databaseUrl === null) {
    const { url, directUrl, stop } = await startLocalDatabase({ dataDir })
    return { url, directUrl, embedded: true, stop }
  }
  // Fails early, and with a sentence, when the database cannot be reached.
  await withConnection({ databaseUrl, waitForDatabaseMs: 5_000 }, (client) => client.query('select 1'))
  const own = new URL(databaseUrl)
  if (isNeon(own)) return { url: databaseUrl, directUrl: databaseUrl, embedded: false, stop: async () => {} }
  const { host, port, user, password, database, ssl } = new pg.Client(databaseUrl)
  const proxy = await startNeonProxy({
    upstream: { host, port, ...(user && { user }), ...(password && { password }), ssl: ssl ?? false },
    allowPages: false,
  })
  return {
    url: proxy.url({ ...(database && { database }) }),
    directUrl: databaseUrl,
    embedded: false,
    stop: () => proxy.close(),
  }
}

const isNeon = (url: URL) => !isLoopback(url.hostname) && /\.neon\.(tech|build)$/.test(url.hostname)
