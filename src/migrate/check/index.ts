import { MigrateError, renderError } from '../errors.ts'
import { type Reporter, silent } from '../report.ts'
import type { CheckContext } from './context.ts'
import { checkDrift } from './drift.ts'
import { checkJournal } from './journal.ts'
import { checkReversible } from './reversible.ts'
import { checkSchema } from './schema.ts'
import { Interrupted } from './scratch.ts'
import { checkStatements } from './statements.ts'
import { checkWaysDown } from './ways-down.ts'

/** What one part found; nothing found is passed. */
export type CheckResult = { part: PartName; state: 'passed' | 'failed' | 'not_run'; findings: string[] }

type Part = { title: string; needsDatabase?: true; run: (context: CheckContext) => Promise<string[]> }

/** The parts of `check`, in the order in which they run. */
export const parts = {
  journal: { title: 'journal in order, snapshots in a chain', run: checkJournal },
  schema: { title: 'no schema change without its migration', run: checkSchema },
  'ways-down': { title: 'no migration without its way down', run: checkWaysDown },
  statements: { title: 'no unsafe statement', run: checkStatements },
  reversible: { title: 'up, down, up on a scratch database', needsDatabase: true, run: checkReversible },
  drift: { title: 'the database is what the migrations make', needsDatabase: true, run: checkDrift },
} as const satisfies Record<string, Part>

/** The name of a part. */
export type PartName = keyof typeof parts

/** The names of all parts, in their order. */
export const partNames = Object.keys(parts).filter((name): name is PartName => name in parts)

/**
 * Runs the parts named, or all; those that need a database are not run when none is given, unless named.
 * @throws MigrateError when a part that was named needs a database and there is none.
 */
export async function check(
  options: Omit<CheckContext, 'report' | 'databaseUrl'> & {
    databaseUrl?: string | undefined
    only?: PartName[]
    report?: Reporter
  },
): Promise<CheckResult[]> {
  const { databaseUrl, only, report = silent, ...rest } = options
  const results: CheckResult[] = []
  for (const name of only ?? partNames) {
    const part: Part = parts[name]
    if (part.needsDatabase && !databaseUrl) {
      if (only)
        throw new MigrateError(`${name} needs a database.`, { hint: 'Set DATABASE_URL, or give --url.' })
      results.push({ part: name, state: 'not_run', findings: [] })
      report({ level: 'info', text: `${name}: not run, since no database is named (--url, DATABASE_URL)` })
      continue
    }
    const start = performance.now()
    const findings = await part.run({ ...rest, databaseUrl, report }).catch((error: unknown) => {
      if (error instanceof Interrupted) throw error
      return renderError(error)
    })
    const state = findings.length === 0 ? 'passed' : 'failed'
    results.push({ part: name, state, findings })
    report({
      level: state === 'passed' ? 'done' : 'warn',
      text: `${name}: ${state === 'passed' ? part.title : 'failed'}`,
      ms: performance.now() - start,
    })
    for (const line of findings) report({ level: 'warn', text: `  ${line}` })
  }
  return results
}
