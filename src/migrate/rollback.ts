import { applyDown, inRolledBackTransaction } from './apply.ts'
import { assertConsistent } from './consistency.ts'
import { type DataLoss, describeLoss, findDataLoss } from './data-loss.ts'
import { MigrateError } from './errors.ts'
import { isCalled, look } from './migrate.ts'
import { withOutcome } from './outcome.ts'
import { assertOwnSession } from './pooler.ts'
import { isNoTransaction, type Migration, readMigrations } from './read-migrations.ts'
import { type Session, type SessionOptions, withSession } from './session.ts'
import { readSettings, type Settings } from './settings.ts'
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
  const settings = await readSettings(options.folder)
  return withSession(options, async (session) => {
    const rolledBack: string[] = []
    const lost: DataLoss[] = []
    // Another run may roll back what was looked at: then it is looked at anew, until the steps are done.
    for (;;) {
      const steps = (options.steps ?? 1) - rolledBack.length
      const { chosen, losses } = await inRolledBackTransaction(session, async () => {
        const comparison = await look(session, migrations, settings)
        assertConsistent(migrations, { ...comparison, misdated: [], ahead: false })
        const chosen = choose(comparison.applied, { ...options, steps })
        for (const migration of chosen) assertReversible(migration)
        return { chosen, losses: await findDataLoss(session, chosen) }
      })
      lost.push(...losses)
      for (const loss of losses)
        session.report({ level: 'warn', text: `would be lost: ${describeLoss(loss)}` })
      if (options.dryRun) return { rolledBack: chosen.map(({ tag }) => tag), losses }
      if (losses.length > 0 && !(await options.confirm?.(losses)))
        throw new MigrateError('Rolling back would lose data, so nothing was rolled back.', {
          details: losses.map(describeLoss),
          hint: 'Add --yes when that is what you want.',
        })
      const early = chosen.find(({ down = '' }) => isNoTransaction(down))
      if (early) await assertOwnSession(session, `${early.downFile}, which runs without a transaction,`)
      if (await rollBackAll(session, chosen, migrations, settings, rolledBack))
        return { rolledBack, losses: lost }
    }
  })
}

/** Rolls back one after the other; false when, under the lock, one of them is no longer the last. */
async function rollBackAll(
  session: Session,
  chosen: Migration[],
  migrations: Migration[],
  settings: Settings,
  rolledBack: string[],
): Promise<boolean> {
  for (const [at, migration] of chosen.entries()) {
    const start = performance.now()
    const recheck = async () => {
      const { applied, rows } = await look(session, migrations, settings)
      const row = rows.get(migration)
      return applied.at(-1) === migration && row ? { forget: [row.id] } : false
    }
    try {
      if (!(await applyDown(session, migration, recheck))) return false
    } catch (error) {
      const left = chosen.slice(at).map(({ tag }) => tag)
      throw withOutcome(error, { done: rolledBack, left, verb: 'rolled back' })
    }
    rolledBack.push(migration.tag)
    session.report({ level: 'done', text: `${migration.tag} rolled back`, ms: performance.now() - start })
  }
  return true
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
  const target = latestFirst.findIndex((migration) => isCalled(migration, to))
  if (target >= 0) return latestFirst.slice(0, target)
  throw new MigrateError(`${JSON.stringify(to)} is not among the applied migrations.`, {
    hint: `Name one of ${applied.map(({ tag }) => tag).join(', ') || 'none: nothing is applied'}, or its number; it stays applied.`,
  })
}
