import { sql } from 'drizzle-orm'

/** From this part of the server's limit on, an operator should look. */
const NEARLY_FULL = 0.8

/** The connections of clients that are open on the database's server. */
export const connectionsOpen = sql<number>`(
  select count(*)::int from pg_stat_activity where backend_type = 'client backend'
)`

/** How many there may be, without those that are kept for superusers. */
export const connectionsAllowed = sql<number>`
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int`

/** Whether an operator should be warned, before clients are refused. */
export const isNearlyFull = (open: number, allowed: number) => open > NEARLY_FULL * allowed
