import pg from 'pg'
import { type ConnectOptions, withConnection } from './connection.ts'
import { type Reporter, silent } from './report.ts'

/** Where drizzle keeps what it has applied; `schema` and `table` as in drizzle.config's `migrations`. */
export type TableOptions = { schema?: string | undefined; table?: string | undefined }

/** What every command that changes the database takes. Times are in ms; 0 means without limit. */
export type SessionOptions = ConnectOptions &
  TableOptions & {
    /** How long to wait for another migration to finish. Default 5 min. */
    waitForLockMs?: number | undefined
    /** How long a statement may wait for a table's lock. Default 10 s. */
    lockTimeoutMs?: number | undefined
    /** How long a migration that could not have a table's lock is tried again. Default five lock timeouts. */
    retryLocksMs?: number | undefined
    /** How long a statement inside a transaction may run. Default 15 min. */
    statementTimeoutMs?: number | undefined
  }

/** One connection on which everything happens: if it is lost, the locks and the work go together. */
export type Session = {
  client: pg.Client
  /** The quoted name of drizzle's table; the lock is named after it. */
  table: string
  waitForLockMs: number
  lockTimeoutMs: number
  retryLocksMs: number
  statementTimeoutMs: number
  connect: ConnectOptions
  report: Reporter
  /** The server's own number of the session that holds the lock, which a proxy may hide from the driver. */
  pid: number
}

/** The quoted, schema-qualified name of drizzle's migrations table. */
export function quoteTable({ schema = 'drizzle', table = '__drizzle_migrations' }: TableOptions): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`
}

/**
 * Connects and runs `work`, which takes the migration lock where it needs it.
 * @throws MigrateError when the database cannot be reached.
 */
export async function withSession<T>(
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const lockTimeoutMs = options.lockTimeoutMs ?? 10_000
  return withConnection(options, (client) =>
    work({
      client,
      table: quoteTable(options),
      waitForLockMs: options.waitForLockMs ?? 5 * 60_000,
      lockTimeoutMs,
      retryLocksMs: options.retryLocksMs ?? 5 * lockTimeoutMs,
      statementTimeoutMs: options.statementTimeoutMs ?? 15 * 60_000,
      connect: options,
      report: options.report ?? silent,
      pid: 0,
    }),
  )
}
