import { sql } from 'drizzle-orm'
import { value } from '../../db/statement.ts'

/** Probes give up after a second or two; a compute that sleeps is woken by the first of them. */
const PATIENCE_MS = 1_500

/** Name, version and open connections of the database. */
export const describeDatabase = value<
  Record<never, never>,
  { database_name: string; postgres_version: string; pool_size: number }
>('health.database', {
  access: 'service',
  patienceMs: PATIENCE_MS,
  work: sql`
    select json_build_object(
      'database_name', current_database(),
      'postgres_version', current_setting('server_version'),
      'pool_size', (select numbackends from pg_stat_database where datname = current_database())
    ) as value`,
})

/**
 * When the newest applied migration was made, in milliseconds since 1970, null when there is none; and whether the
 * server that answers takes no changes, as a replica does. A database that was never migrated has no such table: that
 * fails with SQLSTATE 42P01.
 */
export const checkDatabase = value<
  Record<never, never>,
  { newest_migration: number | null; is_read_only: boolean }
>('health.ready', {
  access: 'service',
  patienceMs: PATIENCE_MS,
  work: sql`
    select json_build_object(
      'newest_migration', (select max(created_at) from drizzle.__drizzle_migrations),
      'is_read_only', current_setting('transaction_read_only') = 'on'
    ) as value`,
})
