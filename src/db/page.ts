import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { asTable, type BuilderQuery, type RowOf } from './builder.ts'

/**
 * A page ends with the row that exceeds this many bytes of JSON. A row has at most a tenth of it, so a response stays below
 * a megabyte (tested in `test/features/sizes.test.ts`).
 */
export const MAX_PAGE_BYTES = 900_000

/** The first rows of a list. */
export interface Page<Row> {
  rows: Row[]
  /** The page was cut because its rows were too large. */
  isCut: boolean
}

/** Whether the rows before this one are within the limit. A window without `order by` keeps the order of its query. */
const before = (bytes: SQL, most = MAX_PAGE_BYTES) =>
  sql`coalesce(sum(${bytes}) over (rows between unbounded preceding and 1 preceding), 0) < ${sql.raw(String(most))}`

/** The rows of a query that fit into a page, with one more column at the end: the number of all rows. */
export const fittingRows = (query: SQL): SQL => sql`
  select * from (
    select page.*, ${before(sql`octet_length(to_json(page)::text)`)} as fits, count(*) over () as rows_in_all
    from (${query}) page
  ) sized where fits`

/** The same for a query with the single column `json`, which is the row as JSON. */
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

/** The schema of `jsonPage`. */
export const JsonPage = <S extends z.ZodType>(row: S) => z.object({ rows: z.array(row), is_cut: z.boolean() })
