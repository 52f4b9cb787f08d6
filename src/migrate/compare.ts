import type { AppliedRow } from './journal-table.ts'
import { hashesOf, matchRows } from './match-rows.ts'
import type { Migration } from './read-migrations.ts'
import type { Settings, Squash } from './settings.ts'

/** How a folder of migrations and a database stand to each other. */
export type Comparison = {
  applied: Migration[]
  /** Not applied, and next in turn. */
  pending: Migration[]
  /** Applied, but the file's text is not what was applied. */
  edited: Migration[]
  /** Not applied although a later one is: drizzle-kit up to 0.31 skips it without a word. */
  skipped: Migration[]
  /** Pending, yet dated before what is applied: drizzle-kit up to 0.31 would skip it. */
  misdated: Migration[]
  /** Applied, but not in this folder. */
  unknown: AppliedRow[]
  /** Unknown rows, all later than this folder's last migration: the database is merely ahead. */
  ahead: boolean
  /** The row of each applied migration, but of squashes. */
  rows: Map<Migration, AppliedRow>
  /** Squashes of which the database still names the parts. */
  squashed: { migration: Migration; rows: AppliedRow[] }[]
  /** What is odd and does no harm, one sentence each. */
  notes: string[]
}

/** Compares by drizzle's key (the name, else the time), and then by hash. */
export function compare(migrations: Migration[], found: AppliedRow[], settings: Settings = {}): Comparison {
  const squashed = findSquashed(migrations, found, settings.squashed ?? [])
  const parts = new Set(squashed.flatMap(({ rows }) => rows))
  const whole = new Set(squashed.map(({ migration }) => migration))
  const free = found.filter((row) => !parts.has(row))
  const single = migrations.filter((migration) => !whole.has(migration))
  const { rows, notes } = matchRows(single, free)
  const isApplied = (migration: Migration) => rows.has(migration) || whole.has(migration)
  const applied = migrations.filter(isApplied)
  const known = new Set(rows.values())
  const unknown = free.filter((row) => !known.has(row))
  const last = migrations.findLastIndex(isApplied)
  const newest = Math.max(...migrations.map(({ when }) => when), Number.NEGATIVE_INFINITY)
  const newestApplied = Math.max(...applied.map(({ when }) => when), Number.NEGATIVE_INFINITY)
  const adopted = migrations.findIndex(({ tag }) => tag === settings.adopted)
  // drizzle 1.0 knows migrations by name and applies what is missing, wherever it stands.
  const byTime = migrations[0]?.layout === 'journal'
  const isSkipped = (_: Migration, at: number) => byTime && at < last
  const missing = (keep: (migration: Migration, at: number) => boolean) =>
    migrations.filter((migration, at) => !isApplied(migration) && keep(migration, at))
  return {
    applied,
    pending: missing((migration, at) => !isSkipped(migration, at)),
    edited: applied.filter((migration) => {
      const row = rows.get(migration)
      return row !== undefined && !hashesOf(migration).includes(row.hash)
    }),
    skipped: missing(isSkipped),
    misdated: missing(({ when }, at) => byTime && at > last && at > adopted && when <= newestApplied),
    unknown,
    ahead: unknown.length > 0 && unknown.every(({ when }) => when > newest),
    rows,
    squashed,
    notes,
  }
}

/** The squashes whose parts a database has applied, all of them. */
function findSquashed(migrations: Migration[], found: AppliedRow[], squashes: Squash[]) {
  return squashes.flatMap(({ tag, replaces }) => {
    const migration = migrations.find((one) => one.tag === tag)
    if (!migration) return []
    const rows = replaces.map((part) =>
      found.find(({ name, when, hash }) => (name === part.tag || when === part.when) && hash === part.hash),
    )
    return rows.every((row) => row !== undefined) ? [{ migration, rows }] : []
  })
}
