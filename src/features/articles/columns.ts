import { type SQL, sql } from 'drizzle-orm'

const COLUMNS = [
  'id',
  'source_id',
  'title',
  'link',
  'summary_raw',
  'content_hash',
  'published_at',
  'author',
  'tags',
  'language',
  'created_at',
  'updated_at',
] as const

/** An article's columns as clients see them: without what only search and ingest need. */
export const articleColumns = (table = 'articles'): SQL =>
  sql.raw(COLUMNS.map((column) => `"${table}"."${column}"`).join(', '))
