import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { asTable, type BuilderQuery, type RowOf } from './builder.ts'

/**
 * How many bytes of JSON the rows of a page have before the last of them, so that an answer stays below a megabyte: a row
 * has a tenth of that at the most. `test/features/sizes.test.ts` proves it.
 */
export const MAX_PAGE_BYTES = 900_000

/** The first rows of a list. */
export interface Page<Row> {
  rows: Row[]
  /** More rows were asked for than fit. */
  isCut: boolean
}

/** A sum over the rows before this one. They come in the order of their query, in which a window without one reads them. */
const before = (bytes: SQL, most = MAX_PAGE_BYTES) =>
  sql`coalesce(sum(${bytes}) over (rows between unbounded preceding and 1 preceding), 0) < ${sql.raw(String(most))}`

/** The rows of a query that fit into a page; behind their own columns one that says how many rows there were. */
export const fittingRows = (query: SQL): SQL => sql`
  select * from (
    select page.*, ${before(sql`octet_length(to_json(page)::text)`)} as fits, count(*) over () as rows_in_all
    from (${query}) page
  ) sized where fits`

/** The same of a query whose one column, `json`, is the row as JSON. */
export const fittingJson = (rows: SQL, most = MAX_PAGE_BYTES): SQL => sql`
  select json, rows_in_all from (
    select json, count(*) over () as rows_in_all, ${before(sql`octet_length(json::text)`, most)} as fits
    from (${rows}) written
  ) sized where fits`

/**
 * A page as a JSON object, for a column of another query.
 * @param most bytes of JSON before its last row
 */
export const jsonPage = <Q extends BuilderQuery & { readonly _: { readonly selectedFields: object } }>(
  query: Q,
  most = MAX_PAGE_BYTES,
) =>
  sql<{ rows: RowOf<Q>[]; is_cut: boolean }>`(
    select json_build_object(
      'rows', coalesce(json_agg(json), '[]'), 'is_cut', coalesce(max(rows_in_all), 0) > count(*)
    ) from (${fittingJson(sql`select to_json(list) as json from ${asTable(query, 'list')}`, most)}) fitting
  )`

/** The schema of that. */
export const JsonPage = <S extends z.ZodType>(row: S) => z.object({ rows: z.array(row), is_cut: z.boolean() })
