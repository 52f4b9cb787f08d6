import { MigrateError } from './errors.ts'
import type { AppliedRow } from './journal-table.ts'
import { hashMigration, type Migration } from './read-migrations.ts'

/** How a folder of migrations and a database stand to each other. */
export type Comparison = {
  applied: Migration[]
  /** Not applied and later than everything that is. */
  pending: Migration[]
  /** Applied, but the file's text is not what was applied. */
  edited: Migration[]
  /** Not applied although a later one is: drizzle-kit would skip it without a word. */
  skipped: Migration[]
  /** Applied, but not in this folder's journal. */
  unknown: AppliedRow[]
  /** Unknown rows, all later than this folder's last migration: the database is merely ahead. */
  ahead: boolean
}

/** Compares by drizzle's key, the journal's time, and then by hash. */
export function compare(migrations: Migration[], rows: AppliedRow[]): Comparison {
  const byWhen = new Map(rows.map((row) => [row.when, row]))
  const known = new Set(migrations.map(({ when }) => when))
  const last = Math.max(...rows.map(({ when }) => when), Number.NEGATIVE_INFINITY)
  const newest = Math.max(...known, Number.NEGATIVE_INFINITY)
  const missing = migrations.filter(({ when }) => !byWhen.has(when))
  const applied = migrations.filter(({ when }) => byWhen.has(when))
  const unknown = rows.filter(({ when }) => !known.has(when))
  return {
    applied,
    pending: missing.filter(({ when }) => when > last),
    edited: applied.filter((migration) => !matches(migration, byWhen.get(migration.when)?.hash)),
    skipped: missing.filter(({ when }) => when < last),
    unknown,
    ahead: unknown.length > 0 && unknown.every(({ when }) => when > newest),
  }
}

/**
 * Problems of the journal itself: order, numbering, names used twice. One sentence each.
 * drizzle-orm's migrator skips an entry dated before the last applied one, hence the order matters.
 */
export function findJournalProblems(migrations: Migration[]): string[] {
  const problems: string[] = []
  const seen = new Set<string>()
  for (const [at, migration] of migrations.entries()) {
    const before = migrations[at - 1]
    if (migration.index !== at)
      problems.push(`${migration.tag} has idx ${migration.index} in the journal, not ${at}`)
    if (seen.has(migration.tag)) problems.push(`${migration.tag} stands twice in the journal`)
    seen.add(migration.tag)
    if (before && migration.when <= before.when)
      problems.push(
        `${migration.tag} is dated ${date(migration.when)}, not after ${before.tag} (${date(before.when)}): out of order`,
      )
  }
  return problems
}

/**
 * Refuses to touch a database that does not fit the folder.
 * @throws MigrateError with every reason and the way to mend it.
 */
export function assertConsistent(migrations: Migration[], comparison: Comparison): void {
  const journal = findJournalProblems(migrations)
  const { edited, skipped, unknown, ahead, pending } = comparison
  const fail = (message: string, details: string[], hint: string) => {
    throw new MigrateError(message, { details: [...details, 'nothing was changed'], hint })
  }
  if (journal.length > 0)
    fail(
      'The migration journal is out of order.',
      journal,
      'Drop the later-merged migration, take in the other branch, and generate it anew, so that it is dated last.',
    )
  if (edited.length > 0)
    fail(
      'Migrations were edited after they had been applied.',
      edited.map(({ file }) => `${file} is not what this database has applied`),
      'Restore the file from version control and put the change into a new migration.',
    )
  if (skipped.length > 0)
    fail(
      'Migrations are missing in the middle of what this database has applied.',
      skipped.map(({ tag, when }) => `${tag} (${date(when)}) was never applied, a later one was`),
      'Generate it anew, so that it is dated last. drizzle-kit migrate would have skipped it without a word.',
    )
  if (unknown.length > 0 && (!ahead || pending.length > 0))
    fail(
      'This database has applied migrations that this checkout does not know.',
      unknown.map(({ when, hash }) => `applied: ${date(when)}, hash ${hash.slice(0, 12)}`),
      'Take in the branch they come from (a deleted file comes back from version control), then run this again.',
    )
}

/** A journal time as ISO 8601. */
export function date(when: number): string {
  return Number.isFinite(when) && Math.abs(when) < 8.64e15 ? new Date(when).toISOString() : String(when)
}

// The same text checked out with other line ends is no edit.
function matches({ hash, sql }: Migration, applied: string | undefined): boolean {
  const unix = sql.replaceAll('\r\n', '\n')
  return [hash, hashMigration(unix), hashMigration(unix.replaceAll('\n', '\r\n'))].includes(applied ?? '')
}
