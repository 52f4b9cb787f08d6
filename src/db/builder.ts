import { type Column, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types'

/** Builds queries and sends none: `Database.run` sends them, with all that belongs to the request, in one round trip. */
export const db = drizzle.mock()

/** The id of the user whom the transaction was entered for; null in a statement of the service itself. */
export const me = sql<number>`(select current_user_id())`

/** A query of Drizzle's builder; it knows the type of its rows. */
export interface BuilderQuery<Row = unknown> extends SQLWrapper {
  readonly _: { readonly result: readonly Row[] }
  prepare(name: string): {
    getQuery(): { sql: string; params: unknown[] }
    mapResult(response: unknown): unknown
  }
}

/** The type of a query's rows. */
export type RowOf<Q extends BuilderQuery> = Q['_']['result'][number]

/** A `select` of the builder; it knows its columns. */
type SelectQuery = BuilderQuery & { readonly _: { readonly selectedFields: object } }

/**
 * A query as a table of another. Its columns have the names that the fields have in TypeScript: Drizzle itself tells them
 * apart by their place, and two of them may have the same name, or none.
 */
export const asTable = (query: SelectQuery, alias: string) => {
  const names = Object.keys(query._.selectedFields).map((name) => sql.identifier(name))
  return sql`(${query.getSQL()}) ${sql.identifier(alias)} (${sql.join(names, sql`, `)})`
}

/** The rows of a query as one JSON array, for a column of another query. */
export const jsonRows = <Q extends SelectQuery>(query: Q) =>
  sql<RowOf<Q>[]>`(select coalesce(json_agg(list), '[]') from ${asTable(query, 'list')})`

/** The only row of a query, which always has one, as a JSON object for a column of another query. */
export const jsonRow = <Q extends SelectQuery>(query: Q) =>
  sql<RowOf<Q>>`(select to_json(one) from ${asTable(query, 'one')})`

/** The only row of a query as a JSON object, or null where it has none. */
export const jsonRowOrNull = <Q extends SelectQuery>(query: Q) => sql<RowOf<Q> | null>`${jsonRow(query)}`

/** Columns and expressions as one JSON object, for a column of another query. */
export const jsonObject = <F extends Record<string, PgColumn | SQL>>(fields: F) =>
  sql<SelectResultFields<F>>`json_build_object(${sql.join(
    Object.entries(fields).map(([name, value]) => sql`${sql.raw(`'${name}'`)}, ${value}`),
    sql`, `,
  )})`

/**
 * Descending with nulls last, which is how drizzle-kit orders an index: with Postgres's own default, nulls first, the
 * index would not serve and the rows would be sorted.
 */
export const newestFirst = (...columns: PgColumn[]) => columns.map((column) => sql`${column} desc nulls last`)

/** The reverse of `newestFirst`: the same index, walked backwards. */
export const oldestFirst = (...columns: PgColumn[]) => columns.map((column) => sql`${column} asc nulls first`)

/**
 * The rows that come after a key in `newestFirst` order, compared as one row so that the index is walked.
 * @param key parameters of the statement, one for each column
 */
export const before = (columns: readonly PgColumn[], key: readonly unknown[]) =>
  sql`${tuple(columns)} < ${tuple(key.map((part, i) => typedParam(part, columns[i]!)))}`

/** A parameter encoded as its column's values are, with its type where Postgres cannot tell it from the place. */
export const typedParam = (value: unknown, column: Column) =>
  sql`${sql.param(value, column)}::${sql.raw(column.getSQLType())}`

const tuple = (parts: readonly unknown[]) =>
  sql`(${sql.join(
    parts.map((part) => sql`${part}`),
    sql`, `,
  )})`
