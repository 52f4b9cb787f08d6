import type { DrizzleSnapshotJSON as DrizzleSnapshot } from 'drizzle-kit/api'
import { readRenames, undoRenames } from './renames.ts'
import type { Part, Snapshot, Table } from './snapshot.ts'

/**
 * The statements that lead from the schema after a migration back to the one before it: drizzle-kit's own
 * generator with the snapshots swapped.
 *
 * The generator asks on the terminal whether something gone and something new are one thing renamed. The answer is known,
 * so it is spared the question: first what the migration made is removed, then renames are undone, then what it removed
 * or altered is made again; no step has both gone and new things.
 * @param forward the migration's statements, in which renames are found
 */
export async function generateWayDown(
  before: Snapshot,
  after: Snapshot,
  forward: string[],
): Promise<string[]> {
  // Loaded here, as it takes most of a second and nothing else needs it.
  const { generateMigration } = await import('drizzle-kit/api')
  const renames = readRenames(forward)
  const common = keepCommon(after, undoRenames(after, renames), before)
  const removing = sortDrops(await generateMigration(asInput(after), asInput(common)))
  const restoring = await generateMigration(asInput(undoRenames(common, renames)), asInput(before))
  return [...removing, ...renames.reverse, ...sortDrops(restoring)].map((statement) => statement.trim())
}

const kinds = ['enums', 'schemas', 'sequences', 'views', 'policies', 'roles'] as const

/** `after` without what `before` lacks; `undone` is `after` with its renames undone, in the same order. */
function keepCommon(after: Snapshot, undone: Snapshot, before: Snapshot): Snapshot {
  const kept = { ...after, id: before.id }
  for (const kind of kinds) {
    const names = Object.keys(undone[kind])
    const entries = Object.entries(after[kind])
    kept[kind] = Object.fromEntries(entries.filter((_, at) => (names[at] as string) in before[kind]))
  }
  const oldTables = Object.entries(undone.tables)
  const tables = Object.entries(after.tables).flatMap(([key, table], at): [string, Table][] => {
    const [oldKey, old] = oldTables[at] as [string, Table]
    const target = before.tables[oldKey]
    return target ? [[key, keepColumns(table, old, target)]] : []
  })
  kept.tables = Object.fromEntries(tables)
  for (const [key, table] of tables) kept.tables[key] = keepForeignKeys(table, kept.tables)
  return kept
}

function keepColumns(table: Table, undone: Table, target: Table): Table {
  const oldNames = Object.keys(undone.columns)
  const names = Object.keys(table.columns)
  const gone = names.filter((_, at) => !((oldNames[at] as string) in target.columns))
  if (gone.length === 0) return table
  // Postgres drops these with the column; saying so twice would fail.
  const keep = <T extends Part>(parts: Record<string, T>) =>
    Object.fromEntries(
      Object.entries(parts).filter(([, part]) => !gone.some((column) => mentions(part, column))),
    )
  return {
    ...table,
    columns: Object.fromEntries(Object.entries(table.columns).filter(([name]) => !gone.includes(name))),
    indexes: keep(table.indexes),
    foreignKeys: keep(table.foreignKeys),
    compositePrimaryKeys: keep(table.compositePrimaryKeys),
    uniqueConstraints: keep(table.uniqueConstraints),
    checkConstraints: keep(table.checkConstraints),
  }
}

function keepForeignKeys(table: Table, tables: Record<string, Table>): Table {
  const kept = Object.entries(table.foreignKeys).filter(([, { tableTo, schemaTo, columnsTo }]) => {
    const target = tables[`${schemaTo || 'public'}.${tableTo}`]
    return target && columnsTo.every((column) => column in target.columns)
  })
  return { ...table, foreignKeys: Object.fromEntries(kept) }
}

// Too many matches only mean that a constraint is dropped and made again.
function mentions(part: Part, column: string): boolean {
  const { name: _name, tableTo: _tableTo, columnsTo: _columnsTo, ...rest } = part
  return JSON.stringify(rest)
    .split(/[^\p{L}\p{N}_$]+/u)
    .includes(column)
}

// drizzle-kit drops tables (CASCADE) before the foreign keys to them, which are then gone already.
function sortDrops(statements: string[]): string[] {
  const isConstraint = (text: string) => /^ALTER TABLE \S+ DROP CONSTRAINT /.test(text)
  const first = statements.findIndex((text) => text.startsWith('DROP TABLE '))
  if (first < 0) return statements
  return [
    ...statements.slice(0, first),
    ...statements.slice(first).filter(isConstraint),
    ...statements.slice(first).filter((text) => !isConstraint(text)),
  ]
}

// drizzle-kit types its snapshots more narrowly than we read them.
function asInput(snapshot: Snapshot): DrizzleSnapshot {
  return snapshot as unknown as DrizzleSnapshot
}
