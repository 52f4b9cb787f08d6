import { fileURLToPath } from 'node:url'
import { isThisMachine, parseDatabaseUrl } from '../../migrate/connection.ts'
import { asDatabaseError, MigrateError } from '../../migrate/errors.ts'
import { migrate } from '../../migrate/migrate.ts'
import { withSession } from '../../migrate/session.ts'
import { type SeedReport, seed } from './seed.ts'
import type { DatabaseOptions } from './transaction.ts'
import { readSampleOrigin } from './write-sources.ts'

const MIGRATIONS = fileURLToPath(new URL('../../../drizzle', import.meta.url))
/** How long to wait for locks of the running service. */
const LOCK_TIMEOUT_MS = 10_000
const LOCK_NOT_AVAILABLE = '55P03'

/** Drops everything and creates an empty schema with the default grants of Postgres 15 and later. */
const RECREATE = `
  set local lock_timeout = ${LOCK_TIMEOUT_MS};
  drop schema if exists public cascade;
  drop schema if exists drizzle cascade;
  create schema public;
  grant usage on schema public to public;
`

/** The result of a reset. */
export interface ResetReport {
  /** The applied migrations. */
  applied: string[]
  seed: SeedReport
}

/**
 * Checks that a database is on this machine, because a reset destroys it.
 * @throws MigrateError when it is not, or when its URL is ambiguous
 */
export function assertLocal(databaseUrl: string): void {
  if (isThisMachine(parseDatabaseUrl(databaseUrl))) return
  throw new MigrateError('db:reset destroys all data, so it only touches a database on this very machine.', {
    hint: 'Name one at localhost, 127.0.0.1 or [::1], such as that of npm run db:start.',
  })
}

/**
 * Drops everything in a loopback database (the schemas public and drizzle), migrates it and seeds it. If it had sample
 * feeds, they are added again with the same address.
 * @throws MigrateError when the database is not on this machine, cannot be reached or is in use
 */
export async function resetDatabase(options: DatabaseOptions): Promise<ResetReport> {
  assertLocal(options.databaseUrl)
  const sampleOrigin = await dropEverything(options)
  const { applied } = await migrate({ ...options, folder: MIGRATIONS })
  return { applied, seed: await seed({ ...options, sampleOrigin }) }
}

/** Returns the origin of the sample feeds, if there were any. */
async function dropEverything(options: DatabaseOptions): Promise<string | undefined> {
  return withSession(options, async ({ client }) => {
    const { rows } = await client.query<{ known: boolean }>(
      `select to_regclass('public.sources') is not null as known`,
    )
    const sampleOrigin = rows[0]?.known ? await readSampleOrigin(client) : undefined
    try {
      // Postgres runs several statements in one query message as one transaction.
      await client.query(RECREATE)
    } catch (cause) {
      if (asDatabaseError(cause).code !== LOCK_NOT_AVAILABLE) throw cause
      throw new MigrateError('The database is in use, so nothing was dropped.', {
        hint: 'End open transactions, or stop npm run dev, and try again.',
        cause,
      })
    }
    return sampleOrigin
  })
}
