import type { SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type * as z from 'zod'
import type { ErrorCode } from '../errors.ts'
import type { BuilderQuery } from './builder.ts'

/** Who may run a statement: only the service itself, any signed-in user, or an admin. */
export type Access = 'service' | 'reader' | 'admin'

/**
 * SQL, for what the builder cannot express. Its rows get the type of `returns`; the tests parse every row with that schema.
 */
export interface SqlQuery {
  /** CTEs before the query, comma-separated: `a as (...), b as (...)`. They may refer to `caller`. */
  with?: SQL
  /** A query, or a data-modifying statement with `returning`. It may refer to `caller`, the caller's row in users. */
  rows: SQL
}

/** A condition that is checked before a command. If it does not hold, nothing is changed and this error is thrown. */
export interface Requirement {
  holds: SQL
  otherwise: { code: ErrorCode; detail: string }
}

/** The row that a command changes, whose version is compared with If-Match. */
export interface VersionedRow {
  table: PgTable & { updated_at: PgColumn }
  where: SQL | undefined
  /** The command creates the row if it does not exist (upsert). */
  upserts?: true
}

/** The options of a statement. */
export interface Options<P, Schema extends z.ZodType = z.ZodType> {
  /** The schema of one row; the rows of the query must have exactly this type. */
  returns: Schema
  access?: Access
  /** What the error `not_found` names if there is no row, e.g. `item`. */
  noun?: string
  /** The rows are the same for all users and may be slightly outdated, so a replica may answer. */
  shared?: true
  /** The rows are a page, which is cut if it would be too large. */
  paged?: true
  /** A shorter timeout, for probes: they need an answer soon and retry by themselves. */
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
