import type { SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type * as z from 'zod'
import type { ErrorCode } from '../errors.ts'
import type { BuilderQuery } from './builder.ts'

/** Who may run a statement: the service itself, any signed-in user, or an admin. */
export type Access = 'service' | 'reader' | 'admin'

/**
 * SQL where the builder cannot say it: its rows have the type of the statement's `returns`, with which the tests parse
 * every result.
 */
export interface SqlQuery {
  /** CTEs before the query, comma-separated: `a as (...), b as (...)`. They may refer to `caller`. */
  with?: SQL
  /** A query, or a data-modifying statement with `returning`. It may refer to `caller`, the caller's row in users. */
  rows: SQL
}

/** What must hold before a command is done; otherwise nothing is done, and this is the error. */
export interface Requirement {
  holds: SQL
  otherwise: { code: ErrorCode; detail: string }
}

/** The one row that a command changes, compared with the version that the caller has read. */
export interface VersionedRow {
  table: PgTable & { updated_at: PgColumn }
  where: SQL | undefined
  /** The command makes the row where there is none. */
  upserts?: true
}

/** What is said of a statement beside its query. */
export interface Options<P, Schema extends z.ZodType = z.ZodType> {
  /** The contract of one row: the rows of the query must have exactly this type. */
  returns: Schema
  access?: Access
  /** What is missing when there is no row, e.g. `item`: it is answered with `not_found`. */
  noun?: string
  /** The rows are everybody's, and a reader does not mind if they are a moment old: a replica may answer. */
  shared?: true
  /** The rows are a page, which is cut where it would be too large. */
  paged?: true
  /** For probes, which ask again by themselves: they want an answer soon rather than a good one late. */
  timeoutMs?: number
  /** For what may be dear: so long the database may work at it, at the most. It is answered with `timed_out` then. */
  databaseMs?: number
  requires?: (params: P) => readonly Requirement[]
  versioned?: (params: P) => VersionedRow
}

/** A statement's options and its query. */
export interface Definition<P> extends Options<P> {
  build: (params: P) => BuilderQuery | SqlQuery
}
