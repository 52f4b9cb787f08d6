import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../../db/builder.ts'
import { query } from '../../db/statement.ts'
import { DatabaseFacts } from './schemas.ts'

/** Probes give up after a second or two; a compute that sleeps is woken by the first of them. */
const TIMEOUT_MS = 1_500

/** Name, version and open connections of the database. */
export const describeDatabase = query.one(
  'health.database',
  { returns: DatabaseFacts, access: 'service', timeoutMs: TIMEOUT_MS },
  () =>
    db
      .select({
        database_name: sql<string>`datname`,
        postgres_version: sql<string>`current_setting('server_version')`,
        pool_size: sql<number>`numbackends`,
      })
      .from(sql`pg_stat_database`)
      .where(sql`datname = current_database()`),
)

const SchemaState = z.object({
  newest_migration: z.number().nullable(),
  is_read_only: z.boolean(),
  is_walled: z.boolean(),
})

/**
 * When the newest applied migration was made, in milliseconds since 1970, null when there is none; whether the
 * server that answers takes no changes, as a replica does; and whether row-level security is in force. A database that was
 * never migrated has no such table, and an old one no such function: that fails with SQLSTATE 42P01 or 42883.
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
