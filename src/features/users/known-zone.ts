import { sql } from 'drizzle-orm'

/**
 * True of the placeholder `time_zone`; Postgres refuses (22023) a statement with a zone it does not know, before the
 * zone is anybody's.
 */
export const zoneIsKnown = sql`(now() at time zone coalesce(${sql.placeholder('time_zone')}, 'UTC')) is not null`
