import { applyUp } from './apply.ts'
import { assertConsistent, compare } from './compare.ts'
import { withConnection } from './connection.ts'
import { ensureJournalTable, readApplied } from './journal-table.ts'
import { withOutcome } from './outcome.ts'
import { type Migration, readMigrations } from './read-migrations.ts'
import { silent } from './report.ts'
import { quoteTable, type SessionOptions, withSession } from './session.ts'

/** What `migrate` needs; `folder` is drizzle-kit's `out`. */
export type MigrateOptions = SessionOptions & {
  folder: string
  /** Change nothing; give what would be applied. */
  dryRun?: boolean
}

/**
 * Applies every pending migration of a drizzle-kit folder, in order, under a lock that concurrent runs wait
 * for. Each runs in one transaction with its record in drizzle's table, so that it is applied once or not at all.
 * @returns the tags applied now (with `dryRun`: that would be applied).
 * @throws MigrateError when folder and database do not fit, or a migration fails; earlier ones stay applied.
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(options.folder)
  if (options.dryRun) return { applied: (await findPending(options, migrations)).map(({ tag }) => tag) }
  return withSession(options, async (session) => {
    await ensureJournalTable(session.client, session.table)
    const comparison = compare(migrations, await readApplied(session.client, session.table))
    assertConsistent(migrations, comparison)
    if (comparison.ahead)
      session.report({
        level: 'warn',
        text: `the database is ahead of this checkout by ${comparison.unknown.length}`,
      })
    const applied: string[] = []
    for (const migration of comparison.pending) {
      const start = performance.now()
      try {
        await applyUp(session, migration)
      } catch (error) {
        throw withOutcome(error, {
          done: applied,
          all: comparison.pending.map(({ tag }) => tag),
          verb: 'applied',
        })
      }
      applied.push(migration.tag)
      session.report({ level: 'done', text: migration.tag, ms: performance.now() - start })
    }
    return { applied }
  })
}

/** The migrations that `migrate` would apply; changes nothing and takes no lock. */
export async function findPending(options: MigrateOptions, migrations?: Migration[]): Promise<Migration[]> {
  const known = migrations ?? (await readMigrations(options.folder))
  return withConnection({ ...options, report: options.report ?? silent }, async (client) => {
    const comparison = compare(known, await readApplied(client, quoteTable(options)))
    assertConsistent(known, comparison)
    return comparison.pending
  })
}

/** The migrations with these tags, in the order of the tags. */
export async function findMigrations(folder: string, tags: string[]): Promise<Migration[]> {
  const migrations = await readMigrations(folder)
  return tags.flatMap((tag) => migrations.filter((migration) => migration.tag === tag))
}
