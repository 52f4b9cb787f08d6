import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../../db/builder.ts'
import { query } from '../../db/statement.ts'
import { DatabaseFacts } from './schemas.ts'

/** Probes time out after a second or two, so give up earlier. The first probe wakes a suspended compute. */
const TIMEOUT_MS = 1_500

const facts = {
  database_name: sql<string>`datname`,
  postgres_version: sql<string>`current_setting('server_version')`,
  pool_size: sql<number>`numbackends`,
}

/** Name, version and open connections of the database. */
export const describeDatabase = query.one(
  'health.database',
  { returns: DatabaseFacts, access: 'service', timeoutMs: TIMEOUT_MS },
  () => db.select(facts).from(sql`pg_stat_database`).where(sql`datname = current_database()`),
)

/** The same for an admin; null for a reader. */
export const describeToAdmins = query.maybe(
  'health.database_admin',
  { returns: DatabaseFacts, timeoutMs: TIMEOUT_MS },
  () =>
    db
      .select(facts)
      .from(sql`pg_stat_database`)
      .where(sql`datname = current_database() and (select current_user_is_admin())`),
)

/** Whether the database answers. */
export const pingDatabase = query.one(
  'health.ping',
  { returns: z.object({ answers: z.literal(1) }), access: 'service', timeoutMs: TIMEOUT_MS },
  () => db.select({ answers: sql<1>`1` }).from(sql`(select) one_row`),
)

const SchemaState = z.object({
  newest_migration: z.number().nullable(),
  is_read_only: z.boolean(),
  is_walled: z.boolean(),
})

/**
 * The creation time of the newest applied migration, in milliseconds since 1970 (null without one), whether the server is
 * read-only, as a replica is, and whether row-level security is in force. Fails with SQLSTATE 42P01 or 42883 if the
 * database was never migrated, or has an old schema: the table or the function does not exist then.
 */
export const checkDatabase = query.one(
  'health.ready',
  { returns: SchemaState, access: 'service', timeoutMs: TIMEOUT_MS },
  () =>
    db
      .select({
        newest_migration: sql<number | null>`max(created_at)::float8`,
        is_read_only: sql<boolean>`current_setting('transaction_read_only') = 'on'`,
        is_walled: sql<boolean>`wall_problem() is null`,
      })
      .from(sql`drizzle.__drizzle_migrations`),
)
