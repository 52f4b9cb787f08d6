import { applyDown, applyUp } from '../apply.ts'
import { diffSchemas } from '../describe/diff.ts'
import { describeSchema, type SchemaDescription } from '../describe/index.ts'
import { renderError } from '../errors.ts'
import { ensureJournalTable } from '../journal-table.ts'
import { readMigrations } from '../read-migrations.ts'
import { silent } from '../report.ts'
import { whyIrreversible } from '../rollback.ts'
import { type Session, withSession } from '../session.ts'
import type { CheckContext } from './index.ts'
import { withScratchDatabase } from './scratch.ts'

/**
 * On a scratch database each migration goes up, down and up again: down gives the schema of before, and up the
 * same as the first time. Irreversible ones only go up.
 */
export async function checkReversible({ config, databaseUrl = '' }: CheckContext): Promise<string[]> {
  const migrations = await readMigrations(config.folder)
  return withScratchDatabase(databaseUrl, (url) =>
    withSession({ ...config, databaseUrl: url, report: silent }, async (session) => {
      await ensureJournalTable(session.client, session.table)
      let before: SchemaDescription | undefined
      for (const migration of migrations) {
        try {
          const expected = before ?? (await describe(session))
          await applyUp(session, migration)
          const after = await describe(session)
          before = after
          // The journal check and the ways-down check speak of what lacks a way down.
          if (whyIrreversible(migration)) continue
          await applyDown(session, migration)
          const findings = compareStates(`${migration.downFile} does not lead back to the schema of before`, {
            expected,
            actual: await describe(session),
          })
          if (findings.length > 0) return findings
          await applyUp(session, migration)
          const again = { expected: after, actual: await describe(session) }
          const differing = compareStates(`${migration.tag} makes something else the second time`, again)
          if (differing.length > 0) return differing
        } catch (error) {
          return renderError(error)
        }
      }
      return []
    }),
  )
}

function describe(session: Session): Promise<SchemaDescription> {
  return describeSchema(session.client, { ignoreTable: session.table, grants: true })
}

function compareStates(
  what: string,
  states: { expected: SchemaDescription; actual: SchemaDescription },
): string[] {
  const difference = diffSchemas(states.expected, states.actual)
  return difference.length > 0 ? [`${what} (- expected, + found):`, ...difference] : []
}
