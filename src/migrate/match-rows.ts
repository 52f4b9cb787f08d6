import type { AppliedRow } from './journal-table.ts'
import { hashMigration, type Migration } from './read-migrations.ts'

/**
 * Finds the row of each migration: by name, then by time and hash, by time alone, and by hash alone, since a history
 * that was merged or converted by drizzle-kit has other times than the database. No row stands for two.
 */
export function matchRows(
  migrations: Migration[],
  found: AppliedRow[],
): { rows: Map<Migration, AppliedRow>; notes: string[] } {
  const rows = new Map<Migration, AppliedRow>()
  const notes: string[] = []
  const taken = new Set<AppliedRow>()
  const claim = (keyOf: (row: AppliedRow) => unknown, keysOf: (migration: Migration) => unknown[]) => {
    const byKey = Map.groupBy(
      found.filter((row) => !taken.has(row)),
      keyOf,
    )
    const claimed: Migration[] = []
    for (const migration of migrations) {
      if (rows.has(migration)) continue
      const row = keysOf(migration)
        .flatMap((key) => byKey.get(key) ?? [])
        .find((one) => !taken.has(one))
      if (!row) continue
      rows.set(migration, row)
      taken.add(row)
      claimed.push(migration)
    }
    return claimed
  }
  claim(
    ({ name }) => name ?? undefined,
    ({ layout, tag }) => (layout === 'folders' ? [tag] : []),
  )
  claim(
    ({ when, hash }) => `${when} ${hash}`,
    (migration) => hashesOf(migration).map((hash) => `${migration.when} ${hash}`),
  )
  claim(
    ({ when }) => when,
    ({ when }) => [when],
  )
  // Folders are named to the second, rows of before are exact.
  claim(
    ({ when }) => Math.floor(when / 1000),
    ({ layout, when }) => (layout === 'folders' ? [Math.floor(when / 1000)] : []),
  )
  const moved = claim(
    ({ hash }) => hash,
    (migration) => (migration.statements.length > 0 ? hashesOf(migration) : []),
  )
  for (const { tag } of moved) notes.push(`${tag} was applied under another date; its text is the same`)
  return { rows, notes }
}

/** The hashes that a migration may have been recorded by: the same text checked out with other line ends is no edit. */
export function hashesOf({ hash, sql }: Migration): string[] {
  const unix = sql.replaceAll('\r\n', '\n')
  return [hash, hashMigration(unix), hashMigration(unix.replaceAll('\n', '\r\n'))]
}
