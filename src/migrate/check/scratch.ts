import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type ConnectOptions, parseDatabaseUrl } from '../connection.ts'
import { createDatabase, withMaintenance } from '../create.ts'
import { MigrateError } from '../errors.ts'

/** Somebody wants the whole command to end. */
export class Interrupted extends MigrateError {}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Makes an empty database on the server of `databaseUrl`, works on it and drops it again, also when it is interrupted.
 * @throws MigrateError when the role may not create databases; `Interrupted` at SIGINT or SIGTERM.
 */
export async function withScratchDatabase<T>(
  options: ConnectOptions,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const name = `migrate_check_${randomBytes(6).toString('hex')}`
  const url = parseDatabaseUrl(options.databaseUrl)
  url.pathname = `/${name}`
  let interrupt = () => {}
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new Interrupted('Interrupted; the scratch database is dropped.'))
  })
  interrupted.catch(() => {})
  // Until it is dropped: a terminal and npm each send the same Ctrl-C.
  for (const signal of SIGNALS) process.on(signal, interrupt)
  try {
    await withMaintenance(options, (client) => createDatabase(client, name))
    return await Promise.race([work(url.href), interrupted])
  } finally {
    await withMaintenance(options, (client) =>
      client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
    )
    for (const signal of SIGNALS) process.off(signal, interrupt)
  }
}
