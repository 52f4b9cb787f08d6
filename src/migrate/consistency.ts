import type { Comparison } from './compare.ts'
import { MigrateError } from './errors.ts'
import type { Migration } from './read-migrations.ts'

/**
 * Problems of the history itself, one sentence each: numbers, order, names used twice. Gaps in the numbers do no harm.
 * drizzle-orm's migrator up to 0.45 skips an entry dated before the last applied one, hence the order matters.
 */
export function findJournalProblems(
  migrations: Migration[],
  isOld: (migration: Migration) => boolean = () => false,
): string[] {
  const problems: string[] = []
  const seen = new Set<string>()
  for (const [at, migration] of migrations.entries()) {
    const before = migrations[at - 1]
    if (seen.has(migration.tag)) problems.push(`${migration.tag} stands twice in the journal`)
    seen.add(migration.tag)
    if (!before || isOld(migration) || migration.layout === 'folders') continue
    if (migration.index <= before.index)
      problems.push(`${migration.tag} has idx ${migration.index} in the journal, after ${before.index}`)
    if (migration.when <= before.when) problems.push(describeOrder(migration, before))
  }
  return problems
}

/**
 * Refuses to touch a database that does not fit the folder.
 * @throws MigrateError with every reason and the way to mend it.
 */
export function assertConsistent(migrations: Migration[], comparison: Comparison): void {
  const { edited, skipped, misdated, unknown, ahead, pending } = comparison
  const fail = (message: string, details: string[], hint: string) => {
    throw new MigrateError(message, { details: [...details, 'nothing was changed'], hint })
  }
  const twice = migrations.filter(({ tag }, at) => migrations.findIndex((one) => one.tag === tag) !== at)
  if (twice.length > 0)
    fail(
      'The migration journal is out of order.',
      twice.map(({ tag }) => `${tag} stands twice in the journal`),
      'Remove the entry that is too many, or restore the journal from version control.',
    )
  if (misdated.length > 0)
    fail(
      'The migration journal is out of order.',
      misdated.map((migration) => describeOrder(migration, latest(comparison.applied, migration))),
      'Drop the later-merged migration, take in the other branch, and generate it anew, so that it is dated last.',
    )
  if (edited.length > 0)
    fail(
      'Migrations were edited after they had been applied.',
      edited.map(({ file }) => `${file} is not what this database has applied`),
      'Restore the file from version control and put the change into a new migration. If the database is what the files make all the same, accept proves it and records that.',
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
      unknown.map(({ when, hash, name }) => `applied: ${name ?? date(when)}, hash ${hash.slice(0, 12)}`),
      'Take in the branch they come from (a deleted file comes back from version control), then run this again. Were they squashed by hand, stamp proves that the new ones make the same.',
    )
}

function describeOrder(migration: Migration, before: Migration): string {
  return `${migration.tag} is dated ${date(migration.when)}, not after ${before.tag} (${date(before.when)}): out of order`
}

function latest(applied: Migration[], fallback: Migration): Migration {
  return applied.reduce((last, one) => (one.when >= last.when ? one : last), applied[0] ?? fallback)
}

/** A time of the history as ISO 8601. */
export function date(when: number): string {
  return Number.isFinite(when) && Math.abs(when) < 8.64e15 ? new Date(when).toISOString() : String(when)
}
