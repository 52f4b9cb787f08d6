import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findJournalProblems } from '../consistency.ts'
import { emptySnapshot, previousIds, readSnapshot } from '../generate/snapshot.ts'
import { findLayout } from '../layout.ts'
import { type Migration, readMigrations } from '../read-migrations.ts'
import { readSettings } from '../settings.ts'
import type { CheckContext } from './context.ts'

/** The history is in order, each snapshot follows the one before, and no file lies beside the journal. */
export async function checkJournal({ config: { folder }, all }: CheckContext): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const isOld = ({ adopted }: Migration) => adopted && !all
  return [
    ...findJournalProblems(migrations, isOld),
    ...(await findBrokenChain(migrations, isOld)),
    ...(await findStrays(folder, migrations, isOld)),
  ]
}

async function findBrokenChain(
  migrations: Migration[],
  isOld: (migration: Migration) => boolean,
): Promise<string[]> {
  const findings: string[] = []
  const known = new Set([emptySnapshot.id])
  let previous: string | undefined = emptySnapshot.id
  for (const migration of migrations) {
    const { tag, snapshotFile, layout } = migration
    if (!existsSync(snapshotFile)) {
      if (!isOld(migration))
        findings.push(`${tag} has no snapshot: ${snapshotFile} is missing; restore it from version control`)
      previous = undefined
      continue
    }
    const snapshot = await readSnapshot(migration)
    const parents = previousIds(snapshot)
    // From 1.0 on branches may meet, so a migration follows any that are there.
    const follows =
      layout === 'folders' ? parents.every((id) => known.has(id)) : !previous || parents[0] === previous
    if (!follows && !isOld(migration))
      findings.push(
        `${tag} was not made after the migration before it (${snapshotFile}: prevId); generate it anew`,
      )
    previous = snapshot.id
    known.add(snapshot.id)
  }
  return findings
}

/** SQL files that the journal does not name: they never run. Folders name themselves. */
async function findStrays(
  folder: string,
  migrations: Migration[],
  isOld: (migration: Migration) => boolean,
): Promise<string[]> {
  if (findLayout(folder) !== 'journal') return []
  const tags = new Set(migrations.map(({ tag }) => tag))
  const number = (name: string) => Number.parseInt(name, 10)
  const adopted = number(migrations.findLast(isOld)?.tag ?? '')
  const { prelude } = await readSettings(folder)
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql') && name !== prelude).sort()
  return files
    .filter((file) => !tags.has(file.replace(/(\.down)?\.sql$/, '')) && !(number(file) <= adopted))
    .map(
      (file) => `${join(folder, file)} is not in the journal and never runs; remove it, or restore its entry`,
    )
}
