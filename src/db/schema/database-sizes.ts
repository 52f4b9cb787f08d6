import { sql } from 'drizzle-orm'
import { bigint, check, date, pgTable, unique } from 'drizzle-orm/pg-core'
import { id, timestamps } from './columns.ts'
import { adminPolicy } from './policies.ts'

/** How large the database was on each day (UTC) of the last month, so that its growth can be told. */
export const databaseSizes = pgTable(
  'database_sizes',
  {
    id: id(),
    day: date({ mode: 'string' }).notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    ...timestamps,
  },
  (t) => [
    unique('database_sizes_day_unique').on(t.day),
    check('database_sizes_bytes_range', sql`${t.bytes} >= 0`),
    adminPolicy('database_sizes'),
  ],
)
