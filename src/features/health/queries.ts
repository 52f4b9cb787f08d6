import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../../db/builder.ts'
import { query } from '../../db/statement.ts'
import { DatabaseFacts } from './schemas.ts'

/** Probes time out after a second or two, so give up earlier. The first probe wakes a suspended compute. */
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

const SchemaState = z.object({ newest_migration: z.number().nullable(), is_read_only: z.boolean() })

/**
 * The creation time of the newest applied migration, in milliseconds since 1970 (null without one), and whether the
 * server is read-only, as a replica is. Fails with SQLSTATE 42P01 if the database was never migrated, because the table
 * does not exist then.
 */
export const checkDatabase = query.one(
  'health.ready',
  { returns: SchemaState, access: 'service', timeoutMs: TIMEOUT_MS },
  () =>
    db
      .select({
        newest_migration: sql<number | null>`max(created_at)::float8`,
        is_read_only: sql<boolean>`current_setting('transaction_read_only') = 'on'`,
      })
      .from(sql`drizzle.__drizzle_migrations`),
)
