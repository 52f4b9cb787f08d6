import { compare } from '../compare.ts'
import { withConnection } from '../connection.ts'
import { diffSchemas } from '../describe/diff.ts'
import { describeSchema, type SchemaDescription } from '../describe/index.ts'
import { readApplied } from '../journal-table.ts'
import { type Migration, readMigrations } from '../read-migrations.ts'
import { quoteTable } from '../session.ts'
import { readSettings } from '../settings.ts'
import type { CheckContext } from './context.ts'
import { filterDescription, readFilter, withoutForeign } from './filter.ts'
import { withReplay } from './replay.ts'

/**
 * Compares the database with a scratch one to which the same migrations were applied. Looked at are the
 * schemas that migrations use and those of `schemaFilter`; rights given to roles are not.
 */
export async function checkDrift(context: CheckContext): Promise<string[]> {
  const { config, databaseUrl = '', ssl, report } = context
  const migrations = await readMigrations(config.folder)
  const table = quoteTable(config)
  const rows = await withConnection({ databaseUrl, ssl, report }, (client) => readApplied(client, table))
  const settings = await readSettings(config.folder)
  const { applied, pending, edited, skipped, unknown } = compare(migrations, rows, settings)
  if (edited.length + skipped.length + unknown.length > 0)
    return ['the database has not applied just what this checkout has; the command status tells more']
  if (pending.length > 0)
    report({ level: 'info', text: `  ${pending.length} pending; compared with what is applied` })
  const difference = await compareWithDatabase(context, await describeMigrations(context, applied))
  return difference.length > 0
    ? ['the database differs from its migrations (- migrations, + database):', ...difference]
    : []
}

/** How the database differs from a description; nothing when they are the same but for what is excluded. */
export async function compareWithDatabase(
  context: CheckContext,
  expected: SchemaDescription,
): Promise<string[]> {
  const { config, databaseUrl = '', ssl, report } = context
  const made = [...expected.keys()].flatMap((key) => key.match(/^schema "?([^"]+)"?$/)?.[1] ?? [])
  const schemas = [...new Set(['public', ...made, ...config.schemaFilter])]
  const found = await withConnection({ databaseUrl, ssl }, (client) =>
    describeSchema(client, { schemas, ignoreTable: quoteTable(config) }),
  )
  const filter = await readFilter(context)
  const { description, partitions } = withoutForeign(expected, found, filter)
  if (partitions > 0)
    report({ level: 'info', text: `  ${partitions} partitions made at run time are not compared` })
  return diffSchemas(filterDescription(expected, filter), filterDescription(description, filter))
}

/** The schema that migrations make on a scratch database. */
export async function describeMigrations(
  context: CheckContext,
  migrations: Migration[],
): Promise<SchemaDescription> {
  return withReplay(context, migrations, async ({ up, describe }) => {
    for (const migration of migrations) await up(migration)
    return describe()
  })
}
