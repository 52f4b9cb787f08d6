import { type SQL, sql } from 'drizzle-orm'

/** A time zone as it is written to a user; Postgres refuses the statement (22023) where it does not know the zone. */
export const knownTimeZone = (name: string): SQL =>
  sql`case when now() at time zone ${name}::text is not null then ${name}::text end`
