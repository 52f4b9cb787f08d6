import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { parseDatabaseUrl } from '../connection.ts'
import { createDatabase, withMaintenance } from '../create.ts'

/**
 * Makes an empty database on the server of `databaseUrl`, works on it and drops it again, whatever happens.
 * @throws MigrateError when the role may not create databases.
 */
export async function withScratchDatabase<T>(
  databaseUrl: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const name = `migrate_check_${randomBytes(6).toString('hex')}`
  const url = parseDatabaseUrl(databaseUrl)
  url.pathname = `/${name}`
  await withMaintenance({ databaseUrl }, (client) => createDatabase(client, name))
  try {
    return await work(url.href)
  } finally {
    await withMaintenance({ databaseUrl }, (client) =>
      client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
    )
  }
}
