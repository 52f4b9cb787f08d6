import type pg from 'pg'
import { withConnection } from '../../migrate/connection.ts'
import { asDatabaseError, MigrateError } from '../../migrate/errors.ts'
import type { Reporter } from '../../migrate/report.ts'

/** A database, and where to report progress. */
export interface DatabaseOptions {
  databaseUrl: string
  /** Reports when the database does not answer yet. */
  report?: Reporter
}

/** How long to wait for a database that is starting. */
const WAIT_MS = 5000
const UNDEFINED_TABLE = '42P01'
const UNDEFINED_COLUMN = '42703'

/**
 * Runs `work` in one transaction on a connection of its own.
 * @throws MigrateError when the database cannot be reached or has no tables yet; else what `work` throws
 */
export async function inTransaction<T>(
  options: DatabaseOptions,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return withConnection({ ...options, waitForDatabaseMs: WAIT_MS }, async (client) => {
    try {
      await client.query('begin')
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (cause) {
      await client.query('rollback').catch(() => {})
      const { code } = asDatabaseError(cause)
      if (code !== UNDEFINED_TABLE && code !== UNDEFINED_COLUMN) throw cause
      throw new MigrateError('The database has not the tables of this version.', {
        hint: 'Run npm run db:migrate first.',
        cause,
      })
    }
  })
}
