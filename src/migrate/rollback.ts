import { applyDown } from './apply.ts'
import { assertConsistent, compare } from './compare.ts'
import { type DataLoss, describeLoss, findDataLoss } from './data-loss.ts'
import { MigrateError } from './errors.ts'
import { readApplied } from './journal-table.ts'
import { withOutcome } from './outcome.ts'
import { type Migration, readMigrations } from './read-migrations.ts'
import { type SessionOptions, withSession } from './session.ts'
import { splitStatements } from './statements.ts'

/** How far to go back: a number of migrations, to a migration that stays, or all the way. Default one. */
export type RollbackOptions = SessionOptions & {
  folder: string
  steps?: number
  to?: string
  all?: boolean
  /** Give what would be rolled back, and change nothing. */
  dryRun?: boolean
  /** Asked when data would be lost; without it, and without its consent, nothing is rolled back. */
  confirm?: (losses: DataLoss[]) => Promise<boolean>
}

/**
 * Rolls applied migrations back, the last one first, each in one transaction with its record.
 * @returns the tags rolled back (with `dryRun`: that would be).
 * @throws MigrateError when one has no way back, data would be lost without consent, or a way down fails.
 */
export async function rollback(
  options: RollbackOptions,
): Promise<{ rolledBack: string[]; losses: DataLoss[] }> {
  const migrations = await readMigrations(options.folder)
  return withSession(options, async (session) => {
    const comparison = compare(migrations, await readApplied(session.client, session.table))
    assertConsistent(migrations, { ...comparison, ahead: false })
    const chosen = choose(comparison.applied, options)
    for (const migration of chosen) assertReversible(migration)
    const losses = await findDataLoss(session, chosen)
    for (const loss of losses) session.report({ level: 'warn', text: `would be lost: ${describeLoss(loss)}` })
    if (options.dryRun) return { rolledBack: chosen.map(({ tag }) => tag), losses }
    if (losses.length > 0 && !(await options.confirm?.(losses)))
      throw new MigrateError('Rolling back would lose data, so nothing was rolled back.', {
        details: losses.map(describeLoss),
        hint: 'Add --yes when that is what you want.',
      })
    const rolledBack: string[] = []
    for (const migration of chosen) {
      const start = performance.now()
      try {
        await applyDown(session, migration)
      } catch (error) {
        throw withOutcome(error, { done: rolledBack, all: chosen.map(({ tag }) => tag), verb: 'rolled back' })
      }
      rolledBack.push(migration.tag)
      session.report({ level: 'done', text: `${migration.tag} rolled back`, ms: performance.now() - start })
    }
    return { rolledBack, losses }
  })
}

/** Why a migration has no way back, or `undefined` when it has one. */
export function whyIrreversible({ down, downFile, irreversible, tag }: Migration): string | undefined {
  if (irreversible) return `${tag} is irreversible: ${irreversible}`
  if (down === undefined) return `${tag} has no way down: ${downFile} is missing`
  if (splitStatements(down).length === 0) return `${tag} has an empty way down: ${downFile}`
  return undefined
}

function assertReversible(migration: Migration): void {
  const why = whyIrreversible(migration)
  if (!why) return
  throw new MigrateError(`${why}. Nothing was rolled back.`, {
    hint: migration.irreversible
      ? 'Mend it with a new migration instead, or restore a backup.'
      : 'Write the way down there; `select 1;` when there is nothing to undo.',
  })
}

function choose(applied: Migration[], { steps, to, all }: RollbackOptions): Migration[] {
  const latestFirst = applied.toReversed()
  if (all) return latestFirst
  if (to === undefined) return latestFirst.slice(0, steps ?? 1)
  const number = /^\d+$/.test(to) ? Number(to) : undefined
  const target = latestFirst.findIndex(({ tag }) => tag === to || Number(tag.split('_')[0]) === number)
  if (target >= 0) return latestFirst.slice(0, target)
  throw new MigrateError(`${JSON.stringify(to)} is not among the applied migrations.`, {
    hint: `Name one of ${applied.map(({ tag }) => tag).join(', ') || 'none: nothing is applied'}, or its number; it stays applied.`,
  })
}
