import pg from 'pg'
import {
  type ConnectOptions,
  databaseName,
  describeUrl,
  parseDatabaseUrl,
  withConnection,
} from './connection.ts'
import { asDatabaseError, MigrateError, messageOf } from './errors.ts'
import { silent } from './report.ts'

/**
 * Creates the database of the URL, and the one for its tests (`..._test`), unless they are there.
 * @returns the names created now.
 * @throws MigrateError when the server cannot be reached or the role may not create databases.
 */
export async function createDatabases(options: ConnectOptions): Promise<string[]> {
  const report = options.report ?? silent
  const name = databaseName(parseDatabaseUrl(options.databaseUrl))
  const created: string[] = []
  await withMaintenance(options, async (client) => {
    for (const database of [name, `${name}_test`]) {
      if (await createDatabase(client, database)) created.push(database)
      report({
        level: 'done',
        text: `${database} ${created.includes(database) ? 'created' : 'is there already'}`,
      })
    }
  })
  return created
}

/** Creates one database; false when it is there already. */
export async function createDatabase(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  if (rowCount) return false
  try {
    await client.query(`create database ${pg.escapeIdentifier(name)}`)
    return true
  } catch (cause) {
    const error = asDatabaseError(cause)
    // Someone else was faster.
    if (error.code === '42P04' || error.code === '23505') return false
    throw new MigrateError(`The database ${name} cannot be created: ${error.message}.`, {
      ...(error.code === '42501' && {
        hint: 'Give the role CREATEDB, or create the database as another one.',
      }),
      cause,
    })
  }
}

/** Works on a database of the server that is there for sure: `postgres`, else `template1`, else the URL's own. */
export async function withMaintenance<T>(
  options: ConnectOptions,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const url = parseDatabaseUrl(options.databaseUrl)
  let last: unknown
  for (const database of ['postgres', databaseName(url), 'template1']) {
    const there = new URL(url)
    there.pathname = `/${encodeURIComponent(database)}`
    let connected = false
    try {
      return await withConnection({ ...options, databaseUrl: there.href }, (client) => {
        connected = true
        return work(client)
      })
    } catch (error) {
      if (connected || !/does not exist/.test(messageOf(error))) throw error
      last = error
    }
  }
  throw last ?? new MigrateError(`${describeUrl(url)} has no database to connect to.`)
}
