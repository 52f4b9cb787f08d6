import pg from 'pg'
import { type ConnectOptions, withConnection } from './connection.ts'
import { type LockOptions, withLock } from './lock.ts'
import { type Reporter, silent } from './report.ts'

/** Where drizzle keeps what it has applied; `schema` and `table` as in drizzle.config's `migrations`. */
export type TableOptions = { schema?: string | undefined; table?: string | undefined }

/** What every command that changes the database takes. Times are in ms; 0 means without limit. */
export type SessionOptions = ConnectOptions &
  TableOptions &
  LockOptions & {
    /** How long a statement may wait for a table's lock. Default 10 s. */
    lockTimeoutMs?: number | undefined
    /** How long a statement inside a transaction may run. Default 15 min. */
    statementTimeoutMs?: number | undefined
  }

/** One locked connection, on which everything happens: if it is lost, the lock and the work go together. */
export type Session = {
  client: pg.Client
  /** The quoted name of drizzle's table. */
  table: string
  lockTimeoutMs: number
  statementTimeoutMs: number
  databaseUrl: string
  report: Reporter
}

/** The quoted, schema-qualified name of drizzle's migrations table. */
export function quoteTable({ schema = 'drizzle', table = '__drizzle_migrations' }: TableOptions): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`
}

/**
 * Connects, takes the migration lock, and runs `work` under it.
 * @throws MigrateError when the database cannot be reached or the lock cannot be had in time.
 */
export async function withSession<T>(
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const report = options.report ?? silent
  const table = quoteTable(options)
  return withConnection(options, (client) =>
    withLock(client, table, options, () =>
      work({
        client,
        table,
        lockTimeoutMs: options.lockTimeoutMs ?? 10_000,
        statementTimeoutMs: options.statementTimeoutMs ?? 15 * 60_000,
        databaseUrl: options.databaseUrl,
        report,
      }),
    ),
  )
}
