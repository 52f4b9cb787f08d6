import { sql } from 'drizzle-orm'

/** From this part of the server's limit on, an operator should look. */
const NEARLY_FULL = 0.8

/** The connections that are open to databases of the server. Who is behind the wall is told this sum, but no session. */
export const connectionsOpen = sql<number>`(select sum(numbackends)::int from pg_stat_database)`

/** How many there may be, without those that are kept for superusers. */
export const connectionsAllowed = sql<number>`
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int`

/** Whether an operator should be warned, before clients are refused. */
export const isNearlyFull = (open: number, allowed: number) => open > NEARLY_FULL * allowed
