import { type Column, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { SelectResultFields } from 'drizzle-orm/query-builders/select.types'

/** Drizzle's builder without a connection: `Database.run` sends the queries that it builds. */
export const db = drizzle.mock()

/** The id of the caller; null in a statement of the service itself, which has no caller. */
export const me = sql<number>`(select current_user_id())`

/** A query of Drizzle's builder, with the type of its rows. */
export interface BuilderQuery<Row = unknown> extends SQLWrapper {
  readonly _: { readonly result: readonly Row[] }
  prepare(name: string): {
    getQuery(): { sql: string; params: unknown[] }
    mapResult(response: unknown): unknown
  }
}

/** The type of a query's rows. */
export type RowOf<Q extends BuilderQuery> = Q['_']['result'][number]

/** A `select` of the builder, with its columns. */
type SelectQuery = BuilderQuery & { readonly _: { readonly selectedFields: object } }

/**
 * A query as a subquery in the `from` of another. It names the columns after the fields in TypeScript, because Drizzle maps
 * columns by position: without names, two of them could be called the same, or have no name at all.
 */
export const asTable = (query: SelectQuery, alias: string) => {
  const names = Object.keys(query._.selectedFields).map((name) => sql.identifier(name))
  return sql`(${query.getSQL()}) ${sql.identifier(alias)} (${sql.join(names, sql`, `)})`
}

/** The rows of a query as one JSON array, for a column of another query. */
export const jsonRows = <Q extends SelectQuery>(query: Q) =>
  sql<RowOf<Q>[]>`(select coalesce(json_agg(list), '[]') from ${asTable(query, 'list')})`

/** The row of a query that always has exactly one, as a JSON object for a column of another query. */
export const jsonRow = <Q extends SelectQuery>(query: Q) =>
  sql<RowOf<Q>>`(select to_json(one) from ${asTable(query, 'one')})`

/** The row of a query as a JSON object for a column of another query, or null if there is none. */
export const jsonRowOrNull = <Q extends SelectQuery>(query: Q) => sql<RowOf<Q> | null>`${jsonRow(query)}`

/** Columns and expressions as one JSON object, for a column of another query. */
export const jsonObject = <F extends Record<string, PgColumn | SQL>>(fields: F) =>
  sql<SelectResultFields<F>>`json_build_object(${sql.join(
    Object.entries(fields).map(([name, value]) => sql`${sql.raw(`'${name}'`)}, ${value}`),
    sql`, `,
  )})`

/**
 * Descending with nulls last, as drizzle-kit creates indexes. With Postgres's default, nulls first, the index could not be
 * used and the rows would be sorted.
 */
export const newestFirst = (...columns: PgColumn[]) => columns.map((column) => sql`${column} desc nulls last`)

/** The reverse of `newestFirst`: the same index, walked backwards. */
export const oldestFirst = (...columns: PgColumn[]) => columns.map((column) => sql`${column} asc nulls first`)

/**
 * The condition for rows after a key in `newestFirst` order (keyset pagination). It compares a row, so that Postgres can use
 * the index.
 * @param key parameters of the statement, one per column
 */
export const before = (columns: readonly PgColumn[], key: readonly unknown[]) =>
  sql`${tuple(columns)} < ${tuple(key.map((part, i) => typedParam(part, columns[i]!)))}`

/** A parameter with the encoding and the type of a column, where Postgres cannot infer the type. */
export const typedParam = (value: unknown, column: Column) =>
  sql`${sql.param(value, column)}::${sql.raw(column.getSQLType())}`

const tuple = (parts: readonly unknown[]) =>
  sql`(${sql.join(
    parts.map((part) => sql`${part}`),
    sql`, `,
  )})`
