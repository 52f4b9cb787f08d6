import { sql } from 'drizzle-orm'
import { type PgPolicyConfig, pgPolicy } from 'drizzle-orm/pg-core'

/** Row-level security of a table whose rows belong to users: only the caller's rows are visible. */
export const ownerPolicy = (table: string, more: PgPolicyConfig = {}) =>
  pgPolicy(`${table}_owner`, { using: sql`user_id = (select current_user_id())`, ...more })

/** Row-level security of a shared table: everyone may read it, only admins may write. Jobs run as the owner of the table. */
export const sharedPolicies = (table: string) => [
  pgPolicy(`${table}_read`, { for: 'select', using: sql`true` }),
  adminPolicy(table),
]

/** Row-level security of a table that only admins may read and write. Jobs run as the owner of the table. */
export const adminPolicy = (table: string) =>
  pgPolicy(`${table}_admin`, { using: sql`(select current_user_is_admin())` })

/** For conditions of tables in which admins see all rows. */
export const orAdmin = sql` or (select current_user_is_admin())`
