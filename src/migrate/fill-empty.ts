import { withConnection } from './connection.ts'
import { findLayout } from './layout.ts'
import { type MigrateOptions, migrate } from './migrate.ts'

/** Tables and views that neither Postgres nor an extension made. */
const HAS_RELATIONS = `
  select exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and not exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      )
  ) as found`

/**
 * Applies all migrations to a database without tables; leaves any other alone. So drizzle-kit push, which makes no
 * functions, finds those that the schema's columns and policies use, and later migrations find their record.
 * @returns the tags applied now.
 * @throws MigrateError as `migrate` does.
 */
export async function fillEmpty(options: MigrateOptions): Promise<{ applied: string[] }> {
  if (!findLayout(options.folder)) return { applied: [] }
  const isEmpty = await withConnection(options, async (client) => {
    const { rows } = await client.query<{ found: boolean }>(HAS_RELATIONS)
    return !rows[0]?.found
  })
  return isEmpty ? migrate(options) : { applied: [] }
}
