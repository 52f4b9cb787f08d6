import { sql } from 'drizzle-orm'
import { value } from '../../db/statement.ts'

/** Probes give up after a second or two; a compute that sleeps is woken by the first of them. */
const PATIENCE_MS = 1_500

export type DatabaseFacts = { database_name: string; postgres_version: string; pool_size: number }

const facts = sql`
    json_build_object(
      'database_name', current_database(),
      'postgres_version', current_setting('server_version'),
      'pool_size', (select numbackends from pg_stat_database where datname = current_database())
    )`

/** Name, version and open connections of the database. */
export const describeDatabase = value<Record<never, never>, DatabaseFacts>('health.database', {
  access: 'service',
  patienceMs: PATIENCE_MS,
  work: sql`select ${facts} as value`,
})

/** The same where an admin asks, and null for a reader. */
export const describeToAdmins = value<Record<never, never>, DatabaseFacts | null>('health.database_admin', {
  patienceMs: PATIENCE_MS,
  work: sql`select case when caller.role = 'admin' then ${facts} end as value from caller`,
})

/** Whether the database answers. */
export const pingDatabase = value<Record<never, never>, true>('health.ping', {
  access: 'service',
  patienceMs: PATIENCE_MS,
  work: sql`select true as value`,
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
