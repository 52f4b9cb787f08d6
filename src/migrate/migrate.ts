import { applyUp, inLockedTransaction } from './apply.ts'
import { type Comparison, compare } from './compare.ts'
import { withConnection } from './connection.ts'
import { assertConsistent } from './consistency.ts'
import { MigrateError } from './errors.ts'
import { ensureJournalTable, forgetApplied, readApplied, recordApplied } from './journal-table.ts'
import { withOutcome } from './outcome.ts'
import { assertOwnSession } from './pooler.ts'
import { type Migration, readMigrations } from './read-migrations.ts'
import { silent } from './report.ts'
import { quoteTable, type Session, type SessionOptions, withSession } from './session.ts'
import { readSettings, type Settings } from './settings.ts'

/** What `migrate` needs; `folder` is drizzle-kit's `out`. */
export type MigrateOptions = SessionOptions & {
  folder: string
  /** The last migration to apply, by name or number. Default all. */
  to?: string | undefined
  /** Change nothing; give what would be applied. */
  dryRun?: boolean
}

/**
 * Applies every pending migration of a drizzle-kit folder, in order. Each runs in one transaction with its record in
 * drizzle's table, under a lock; what another run has applied meanwhile is seen there, so each is applied once or not at all.
 * @returns the tags applied now (with `dryRun`: that would be applied).
 * @throws MigrateError when folder and database do not fit, or a migration fails; earlier ones stay applied.
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  if (options.dryRun) return { applied: (await findPending(options)).map(({ tag }) => tag) }
  const migrations = await readMigrations(options.folder)
  const settings = await readSettings(options.folder)
  const end = endOf(migrations, options.to)
  return withSession(options, async (session) => {
    const comparison = await look(session, migrations, settings)
    assertConsistent(migrations, comparison)
    reportNotes(session, comparison)
    const pending = comparison.pending.filter((migration) => migrations.indexOf(migration) <= end)
    const early = pending.find(({ noTransaction }) => noTransaction)
    if (early) await assertOwnSession(session, `${early.file}, which runs without a transaction,`)
    await prepareTable(session, migrations, settings)
    const applied: string[] = []
    for (const migration of pending) {
      const start = performance.now()
      const recheck = async () => {
        const now = await look(session, migrations, settings)
        const [next] = now.pending
        if (next === migration) return { forget: [] }
        if (now.applied.includes(migration)) return false
        assertConsistent(migrations, { ...now, misdated: [] })
        throw new MigrateError(
          `${migration.tag} is no longer the next one: somebody rolled back meanwhile.`,
          {
            hint: 'Run this again.',
          },
        )
      }
      try {
        if (!(await applyUp(session, migration, recheck))) continue
      } catch (error) {
        const rest = pending.slice(pending.indexOf(migration)).map(({ tag }) => tag)
        throw withOutcome(error, { done: applied, left: rest, verb: 'applied' })
      }
      applied.push(migration.tag)
      session.report({ level: 'done', text: migration.tag, ms: performance.now() - start })
    }
    return { applied }
  })
}

/** The migrations that `migrate` would apply; changes nothing and takes no lock. */
export async function findPending(options: MigrateOptions): Promise<Migration[]> {
  const migrations = await readMigrations(options.folder)
  const settings = await readSettings(options.folder)
  const end = endOf(migrations, options.to)
  return withConnection({ ...options, report: options.report ?? silent }, async (client) => {
    const comparison = compare(migrations, await readApplied(client, quoteTable(options)), settings)
    assertConsistent(migrations, comparison)
    return comparison.pending.filter((migration) => migrations.indexOf(migration) <= end)
  })
}

/** The migrations with these tags, in the order of the tags. */
export async function findMigrations(folder: string, tags: string[]): Promise<Migration[]> {
  const migrations = await readMigrations(folder)
  return tags.flatMap((tag) => migrations.filter((migration) => migration.tag === tag))
}

/**
 * The place of the migration that is called by its name, or by its number alone; the last one when none is called.
 * @throws MigrateError when there is no such migration.
 */
export function endOf(migrations: Migration[], name: string | undefined): number {
  if (name === undefined) return migrations.length - 1
  const at = migrations.findIndex((migration) => isCalled(migration, name))
  if (at >= 0) return at
  throw new MigrateError(`${JSON.stringify(name)} is no migration of this folder.`, {
    hint: `Name one such as ${migrations.at(-1)?.tag ?? 'none: there are no migrations'}, or its number.`,
  })
}

/** Whether a migration is meant by its name, or by the number or time that its name begins with. */
export function isCalled({ tag }: Migration, name: string): boolean {
  return tag === name || (/^\d+$/.test(name) && Number(tag.split('_')[0]) === Number(name))
}

/** Compares the folder with what the database says now. */
export async function look(
  session: Session,
  migrations: Migration[],
  settings: Settings,
): Promise<Comparison> {
  return compare(migrations, await readApplied(session.client, session.table), settings)
}

function reportNotes({ report }: Session, { ahead, unknown, notes }: Comparison): void {
  if (ahead) report({ level: 'warn', text: `the database is ahead of this checkout by ${unknown.length}` })
  for (const text of notes) report({ level: 'info', text })
}

/** Makes drizzle's table, and lets a squash take the place of its parts there. */
async function prepareTable(session: Session, migrations: Migration[], settings: Settings): Promise<void> {
  const { client, table } = session
  await inLockedTransaction(session, table, async () => {
    await ensureJournalTable(client, table, migrations[0]?.layout ?? 'journal')
    const { squashed } = await look(session, migrations, settings)
    for (const { migration, rows } of squashed) {
      await forgetApplied(
        client,
        table,
        rows.map(({ id }) => id),
      )
      await recordApplied(client, table, migration)
      session.report({ level: 'info', text: `${migration.tag} stands for ${rows.length} that are applied` })
    }
  })
}
