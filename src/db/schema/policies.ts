import { sql } from 'drizzle-orm'
import { type PgPolicyConfig, pgPolicy } from 'drizzle-orm/pg-core'

/** The wall of row-level security around a table (0010_row_level_security): the caller's rows are all there are. */
export const ownerPolicy = (table: string, more: PgPolicyConfig = {}) =>
  pgPolicy(`${table}_owner`, { using: sql`user_id = (select current_user_id())`, ...more })

/** Around a table of nobody's: whoever asks may read it, and only admins write it; jobs do so as its owner. */
export const sharedPolicies = (table: string) => [
  pgPolicy(`${table}_read`, { for: 'select', using: sql`true` }),
  adminPolicy(table),
]

/** Around a table that only admins see and write, and jobs as its owner. */
export const adminPolicy = (table: string) =>
  pgPolicy(`${table}_admin`, { using: sql`(select current_user_is_admin())` })

/** For conditions of tables in which admins see all rows. */
export const orAdmin = sql` or (select current_user_is_admin())`
