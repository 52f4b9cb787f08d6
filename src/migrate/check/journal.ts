import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findJournalProblems } from '../compare.ts'
import { emptySnapshot, readSnapshot, snapshotPath } from '../generate/snapshot.ts'
import { readMigrations } from '../read-migrations.ts'
import type { CheckContext } from './index.ts'

/** The journal is in order, each snapshot follows the one before, and no file lies beside the journal. */
export async function checkJournal({ config: { folder } }: CheckContext): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const findings = findJournalProblems(migrations)
  let previous = emptySnapshot.id
  for (const { tag } of migrations) {
    const path = snapshotPath(folder, tag)
    if (!existsSync(path)) {
      findings.push(`${tag} has no snapshot: ${path} is missing; restore it from version control`)
      continue
    }
    const { id, prevId } = await readSnapshot(folder, tag)
    if (prevId !== previous)
      findings.push(`${tag} was not made after the migration before it (${path}: prevId); generate it anew`)
    previous = id
  }
  const tags = new Set(migrations.map(({ tag }) => tag))
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort())
    if (!tags.has(file.replace(/(\.down)?\.sql$/, '')))
      findings.push(
        `${join(folder, file)} is not in the journal and never runs; remove it, or restore its entry`,
      )
  return findings
}
