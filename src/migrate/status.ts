import { compare } from './compare.ts'
import { type ConnectOptions, withConnection } from './connection.ts'
import { findJournalProblems } from './consistency.ts'
import { readApplied } from './journal-table.ts'
import { readMigrations } from './read-migrations.ts'
import { whyIrreversible } from './rollback.ts'
import { quoteTable, type TableOptions } from './session.ts'
import { readSettings } from './settings.ts'

/** How a folder and a database stand to each other; migrations by tag, unknown ones by date and hash. */
export type Status = {
  state: 'up_to_date' | 'pending' | 'ahead' | 'inconsistent'
  applied: string[]
  pending: string[]
  edited: string[]
  skipped: string[]
  unknown: { when: number; hash: string }[]
  without_way_down: string[]
  journal_problems: string[]
}

/**
 * Reads how the database stands to the folder; changes nothing and takes no lock.
 * @throws MigrateError when the folder or the database cannot be read.
 */
export async function readStatus(
  options: ConnectOptions & TableOptions & { folder: string },
): Promise<Status> {
  const migrations = await readMigrations(options.folder)
  const rows = await withConnection(options, (client) => readApplied(client, quoteTable(options)))
  const settings = await readSettings(options.folder)
  const { applied, pending, edited, skipped, misdated, unknown, ahead } = compare(migrations, rows, settings)
  const tags = (list: { tag: string }[]) => list.map(({ tag }) => tag)
  // What is applied is past being put in order.
  const problems = findJournalProblems(migrations, (one) => one.adopted || applied.includes(one))
  const broken = misdated.length + edited.length + skipped.length > 0 || (unknown.length > 0 && !ahead)
  return {
    state: broken ? 'inconsistent' : pending.length > 0 ? 'pending' : ahead ? 'ahead' : 'up_to_date',
    applied: tags(applied),
    pending: tags(pending),
    edited: tags(edited),
    skipped: tags(skipped),
    unknown: unknown.map(({ when, hash }) => ({ when, hash })),
    without_way_down: tags(
      migrations.filter((migration) => !migration.irreversible && whyIrreversible(migration)),
    ),
    journal_problems: problems,
  }
}
