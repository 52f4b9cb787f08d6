import { type SQL, sql } from 'drizzle-orm'

/** True; Postgres refuses (22023) a statement with a zone it does not know, before the zone is anybody's. */
export const knownZone = (zone: SQL): SQL => sql`(now() at time zone coalesce(${zone}, 'UTC')) is not null`
