import { sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type * as z from 'zod'
import { asTable } from './builder.ts'
import type { Matching, SelectQuery } from './statement.ts'

/**
 * A query without parameters that may have too many rows for one response. A snapshot reads them through a cursor, each as
 * JSON text of the type `Row`.
 */
export interface Listing<Row> {
  /** `feature.verb`, for logs. */
  readonly name: string
  /** The schema of one row. */
  readonly returns: z.ZodType<Row>
  /** How many rows are read at once; at their maximum length these are a few megabytes. */
  readonly rowsAtOnce: number
  /** The query; its one column is the row as JSON text. */
  readonly text: () => string
}

const dialect = new PgDialect()

/** Declares a listing. As with statements, the rows of the query must have exactly the type of `returns`. */
export function listing<S extends z.ZodType, Q extends SelectQuery>(
  name: string,
  { returns, rowsAtOnce }: { returns: S; rowsAtOnce: number },
  build: () => Q & Matching<Q, z.output<S>>,
): Listing<z.output<S>> {
  let written: string | undefined
  const text = () => {
    if (written === undefined) {
      const query = sql`select to_json(row)::text from ${asTable(build(), 'row')}`
      const { sql: text, params } = dialect.sqlToQuery(query)
      if (params.length > 0) throw new TypeError(`${name}: a listing has no parameters`)
      written = text
    }
    return written
  }
  // `Matching` has checked that the rows have this type; TypeScript cannot follow that for a generic schema.
  return { name, returns: returns as z.ZodType<z.output<S>>, rowsAtOnce, text }
}
