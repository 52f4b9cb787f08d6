import { sql } from 'drizzle-orm'
import { value } from '../../db/statement.ts'

/** Name, version and open connections of the database. */
export const describeDatabase = value<
  Record<never, never>,
  { database_name: string; postgres_version: string; pool_size: number }
>('health.database', {
  access: 'service',
  work: sql`
    select json_build_object(
      'database_name', current_database(),
      'postgres_version', current_setting('server_version'),
      'pool_size', (select numbackends from pg_stat_database where datname = current_database())
    ) as value`,
})

/**
 * When the newest applied migration was made, in milliseconds since 1970; null when there is none. A database
 * that was never migrated has no such table: that fails with SQLSTATE 42P01.
 */
export const newestMigration = value<Record<never, never>, number | null>('health.migrations', {
  access: 'service',
  work: sql`select max(created_at) as value from drizzle.__drizzle_migrations`,
})
