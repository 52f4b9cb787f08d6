import { inLockedTransaction } from './apply.ts'
import type { CheckContext } from './check/context.ts'
import type { Comparison } from './compare.ts'
import { MigrateError } from './errors.ts'
import { ensureJournalTable, forgetApplied, recordApplied } from './journal-table.ts'
import { endOf, isCalled, look } from './migrate.ts'
import { prove } from './prove.ts'
import { type Migration, readMigrations } from './read-migrations.ts'
import { silent } from './report.ts'
import { type Session, type SessionOptions, withSession } from './session.ts'
import { readSettings } from './settings.ts'

/** What stamping and accepting need: the configuration says which objects are the project's. */
export type ProveOptions = SessionOptions & Pick<CheckContext, 'config' | 'exclude'>

/**
 * Records migrations as applied in a database that was made otherwise, by drizzle-kit push, by hand or by migrations that
 * were squashed since, after the proof that they make exactly what is there.
 * @returns the tags recorded now; none when all were recorded before.
 * @throws MigrateError when they make something else, or the database records later ones.
 */
export async function stamp(options: ProveOptions & { to?: string | undefined }): Promise<string[]> {
  const migrations = await readMigrations(options.config.folder)
  const chosen = migrations.slice(0, endOf(migrations, options.to) + 1)
  return recordProven(options, migrations, ({ applied, edited, unknown, rows }) => {
    const later = applied.filter((migration) => !chosen.includes(migration))
    if (later.length > 0)
      throw new MigrateError(`This database has applied ${later[0]?.tag} already, which is later.`, {
        hint: 'Stamp up to the last applied one at least.',
      })
    const kept = applied.filter((migration) => !edited.includes(migration))
    return {
      proven: chosen,
      forget: [...unknown, ...edited.flatMap((migration) => rows.get(migration) ?? [])],
      record: chosen.filter((migration) => !kept.includes(migration)),
    }
  })
}

/**
 * Takes files that were edited after they had been applied as they are now, after the proof that the files make exactly
 * what is in the database.
 * @param names the migrations to accept, by name or number; all that were edited when there are none
 * @returns the tags accepted.
 * @throws MigrateError when the files make something else, or one named was not edited.
 */
export async function accept(options: ProveOptions, names: string[]): Promise<string[]> {
  const migrations = await readMigrations(options.config.folder)
  return recordProven(options, migrations, ({ applied, edited, rows }) => {
    const strange = names.find((name) => !edited.some((migration) => isCalled(migration, name)))
    if (strange !== undefined)
      throw new MigrateError(`${strange} was not edited after it had been applied.`, {
        hint: `Edited are: ${edited.map(({ tag }) => tag).join(', ') || 'none'}.`,
      })
    const record = edited.filter(
      (migration) => names.length === 0 || names.some((name) => isCalled(migration, name)),
    )
    return { proven: applied, forget: record.flatMap((migration) => rows.get(migration) ?? []), record }
  })
}

type Plan = { proven: Migration[]; forget: { id: number }[]; record: Migration[] }

async function recordProven(
  options: ProveOptions,
  migrations: Migration[],
  plan: (comparison: Comparison) => Plan,
): Promise<string[]> {
  const { config, databaseUrl, ssl, exclude, report = silent } = options
  const settings = await readSettings(config.folder)
  return withSession(options, async (session: Session) => {
    const { client, table } = session
    const seen = await look(session, migrations, settings)
    const { proven, record } = plan(seen)
    if (record.length === 0) return []
    await prove({ config, databaseUrl, ssl, report, ...(exclude && { exclude }) }, proven)
    await inLockedTransaction(session, table, async () => {
      const now = await look(session, migrations, settings)
      if (now.applied.length !== seen.applied.length || now.unknown.length !== seen.unknown.length)
        throw new MigrateError('The database was migrated meanwhile; nothing was recorded.', {
          hint: 'Run this again.',
        })
      await ensureJournalTable(client, table, migrations[0]?.layout ?? 'journal')
      await forgetApplied(
        client,
        table,
        plan(now).forget.map(({ id }) => id),
      )
      for (const migration of record) await recordApplied(client, table, migration)
    })
    return record.map(({ tag }) => tag)
  })
}
