import { diffSchemas } from '../describe/diff.ts'
import type { SchemaDescription } from '../describe/index.ts'
import { renderError } from '../errors.ts'
import { readMigrations } from '../read-migrations.ts'
import { whyIrreversible } from '../rollback.ts'
import type { CheckContext } from './context.ts'
import { withReplay } from './replay.ts'

/**
 * On a scratch database each migration goes up, down and up again: down gives the schema of before, and up the
 * same as the first time. Irreversible ones only go up.
 */
export async function checkReversible(context: CheckContext): Promise<string[]> {
  const migrations = await readMigrations(context.config.folder)
  return withReplay(context, migrations, async (replay) => {
    const describe = () => replay.describe({ grants: true })
    let before: SchemaDescription | undefined
    for (const migration of migrations) {
      // The journal check and the ways-down check speak of what lacks a way down.
      const isOneWay = whyIrreversible(migration) !== undefined
      try {
        const expected = isOneWay ? undefined : (before ?? (await describe()))
        await replay.up(migration)
        before = undefined
        if (!expected) continue
        const after = await describe()
        await replay.down(migration)
        const findings = compareStates(`${migration.downFile} does not lead back to the schema of before`, {
          expected,
          actual: await describe(),
        })
        if (findings.length > 0) return findings
        await replay.up(migration)
        before = await describe()
        const differing = compareStates(`${migration.tag} makes something else the second time`, {
          expected: after,
          actual: before,
        })
        if (differing.length > 0) return differing
      } catch (error) {
        return renderError(error)
      }
    }
    return []
  })
}

function compareStates(
  what: string,
  states: { expected: SchemaDescription; actual: SchemaDescription },
): string[] {
  const difference = diffSchemas(states.expected, states.actual)
  return difference.length > 0 ? [`${what} (- expected, + found):`, ...difference] : []
}
