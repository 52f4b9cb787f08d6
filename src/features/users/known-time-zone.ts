import { type SQL, sql } from 'drizzle-orm'

/** A time zone to be stored. If Postgres does not know it, the statement fails with SQLSTATE 22023. */
export const knownTimeZone = (name: string): SQL =>
  sql`case when now() at time zone ${name}::text is not null then ${name}::text end`
