import { applyUp } from '../apply.ts'
import { compare } from '../compare.ts'
import { withConnection } from '../connection.ts'
import { diffSchemas } from '../describe/diff.ts'
import { describeSchema } from '../describe/index.ts'
import { ensureJournalTable, readApplied } from '../journal-table.ts'
import { readMigrations } from '../read-migrations.ts'
import { quoteTable, withSession } from '../session.ts'
import type { CheckContext } from './index.ts'
import { withScratchDatabase } from './scratch.ts'

/**
 * Compares the database with a scratch one to which the same migrations were applied. Looked at are the
 * schemas that migrations use and those of `schemaFilter`; rights given to roles are not.
 */
export async function checkDrift({ config, databaseUrl = '', report }: CheckContext): Promise<string[]> {
  const migrations = await readMigrations(config.folder)
  const table = quoteTable(config)
  const rows = await withConnection({ databaseUrl, report }, (client) => readApplied(client, table))
  const { applied, pending, edited, skipped, unknown } = compare(migrations, rows)
  if (edited.length + skipped.length + unknown.length > 0)
    return ['the database has not applied just what this checkout has; db:status tells more']
  if (pending.length > 0)
    report({ level: 'info', text: `  ${pending.length} pending; compared with what is applied` })
  const expected = await withScratchDatabase(databaseUrl, (url) =>
    withSession({ ...config, databaseUrl: url }, async (session) => {
      await ensureJournalTable(session.client, session.table)
      for (const migration of applied) await applyUp(session, migration)
      return describeSchema(session.client, { ignoreTable: table })
    }),
  )
  const made = [...expected.keys()].flatMap((key) => key.match(/^schema "?([^"]+)"?$/)?.[1] ?? [])
  const schemas = [...new Set(['public', ...made, ...config.schemaFilter])]
  const actual = await withConnection({ databaseUrl }, (client) =>
    describeSchema(client, { schemas, ignoreTable: table }),
  )
  const difference = diffSchemas(expected, actual)
  return difference.length > 0
    ? ['the database differs from its migrations (- migrations, + database):', ...difference]
    : []
}
