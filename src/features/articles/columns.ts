import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { articles } from '../../db/schema/index.ts'

const { seen_in, search, story_bits, title_bits, date_is_guess, ...columns } = getTableColumns(articles)

/** An article's columns as clients see them: without what only search and ingest need. */
export const articleColumns = columns

/** The same for SQL: the columns of this table or CTE. */
export const articleColumnsOf = (table: SQL | typeof articles): SQL =>
  sql.join(
    Object.keys(columns).map((name) => sql`${table}.${sql.identifier(name)}`),
    sql`, `,
  )
