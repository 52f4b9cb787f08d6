import { findJournalProblems } from './consistency.ts'
import { MigrateError } from './errors.ts'
import { endOf } from './migrate.ts'
import { readMigrations } from './read-migrations.ts'
import { whyIrreversible } from './rollback.ts'
import { readSettings, writeSettings } from './settings.ts'

/**
 * Takes the history of a folder as it is, up to one migration: writes that into migrate.json. From then on only newer
 * ones are held to the rules.
 * @returns the last adopted migration, and what of the history is taken although it breaks a rule, once.
 * @throws MigrateError when the folder has no migrations.
 */
export async function adopt(options: {
  folder: string
  to?: string | undefined
}): Promise<{ adopted: string; file: string; accepted: string[] }> {
  const { folder, to } = options
  const migrations = await readMigrations(folder)
  const old = migrations.slice(0, endOf(migrations, to) + 1)
  const last = old.at(-1)
  if (!last) throw new MigrateError('There are no migrations to adopt.')
  const bare = old.filter((migration) => !migration.irreversible && whyIrreversible(migration))
  const accepted = [
    ...findJournalProblems(old),
    ...(bare.length > 0 ? [`${bare.length} without a way down; the command down writes them`] : []),
  ]
  const file = await writeSettings(folder, { ...(await readSettings(folder)), adopted: last.tag })
  return { adopted: last.tag, file, accepted }
}
