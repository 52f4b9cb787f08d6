import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { parseDatabaseUrl } from '../connection.ts'
import { createDatabase, withMaintenance } from '../create.ts'
import { MigrateError } from '../errors.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Makes an empty database on the server of `databaseUrl`, works on it and drops it again, also when it is interrupted.
 * @throws MigrateError when the role may not create databases, and at SIGINT or SIGTERM.
 */
export async function withScratchDatabase<T>(
  databaseUrl: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const name = `migrate_check_${randomBytes(6).toString('hex')}`
  const url = parseDatabaseUrl(databaseUrl)
  url.pathname = `/${name}`
  await withMaintenance({ databaseUrl }, (client) => createDatabase(client, name))
  let interrupt = () => {}
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new MigrateError('Interrupted; the scratch database is dropped.'))
  })
  for (const signal of SIGNALS) process.on(signal, interrupt)
  try {
    return await Promise.race([work(url.href), interrupted])
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt)
    await withMaintenance({ databaseUrl }, (client) =>
      client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
    )
  }
}
