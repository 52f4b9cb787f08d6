import { changeColumns } from './change-columns.ts'
import { dropDependents } from './dependents.ts'
import { findKept, mentions } from './disturbed.ts'
import { diffJournalSnapshots } from './kit.ts'
import { readRenames, undoRenames } from './renames.ts'
import type { Part, Snapshot, Table } from './snapshot.ts'

/**
 * The statements that lead from the schema after a migration back to the one before it.
 *
 * drizzle-kit's own generator, with the snapshots swapped, knows the statements but not their order: it drops what is
 * still used and alters what something else hangs on. So the way is cut into steps, each of which it is asked for alone:
 * what hangs on something disturbed is dropped; what the migration made is removed; renames are undone; types, sequences,
 * schemas and roles are made again; columns are altered; types and the like that are new are dropped; and at last all that
 * was removed, altered or dropped on the way is made as it was. In no step is something both gone and new, so the generator
 * has no question about renames.
 * @param forward the migration's statements, in which renames are found
 */
export async function generateWayDown(
  before: Snapshot,
  after: Snapshot,
  forward: string[],
): Promise<string[]> {
  const renames = readRenames(forward)
  const { statements: dropped, left } = dropDependents(
    after,
    before,
    renames,
    findKept(after, before, renames),
  )
  const kept = keepCommon(left, undoRenames(left, renames), before)
  const removing = sortDrops(await diffJournalSnapshots(left, kept))
  const undone = undoRenames(kept, renames)
  const withTypes = addContainers(undone, before)
  const making = await diffJournalSnapshots(undone, withTypes)
  const { statements: changed, altered } = changeColumns(withTypes, before)
  const settled = settleColumns(altered, before)
  const altering = await diffJournalSnapshots(altered, settled)
  const withoutNew = removeContainers(settled, before)
  const clearing = await diffJournalSnapshots(settled, withoutNew)
  const withColumns = addColumns(withoutNew, before)
  const adding = await diffJournalSnapshots(withoutNew, withColumns)
  const withKeys = holdForeignKeys(withColumns, before)
  const restoring = await diffJournalSnapshots(withColumns, withKeys)
  const connecting = await diffJournalSnapshots(withKeys, before)
  return [
    ...dropped,
    ...removing,
    ...renames.reverse,
    ...making,
    ...changed,
    ...altering,
    ...clearing,
    ...adding,
    ...sortDrops(restoring),
    ...connecting,
  ].map((statement) => statement.trim())
}

/** `after` without the tables, columns, views and policies that `before` lacks; `undone` is it with its renames undone. */
function keepCommon(after: Snapshot, undone: Snapshot, before: Snapshot): Snapshot {
  const kept = { ...after, id: before.id }
  kept.views = keepNamed(after.views, undone.views, before.views)
  kept.policies = keepNamed(after.policies, undone.policies, before.policies)
  const oldTables = Object.entries(undone.tables)
  const tables = Object.entries(after.tables).flatMap(([key, table], at): [string, Table][] => {
    const [oldKey, old] = oldTables[at]!
    const target = before.tables[oldKey]
    return target ? [[key, keepColumns(table, old, target)]] : []
  })
  kept.tables = Object.fromEntries(tables)
  for (const [key, table] of tables) kept.tables[key] = keepForeignKeys(table, kept.tables)
  return kept
}

/** Those of `after` that `before` has too, by the names they have in `undone`. */
function keepNamed<T>(after: Record<string, T>, undone: object, before: object): Record<string, T> {
  const names = Object.keys(undone)
  return Object.fromEntries(Object.entries(after).filter((_, at) => names[at]! in before))
}

function keepColumns(table: Table, undone: Table, target: Table): Table {
  const oldNames = Object.keys(undone.columns)
  const names = Object.keys(table.columns)
  const gone = names.filter((_, at) => !(oldNames[at]! in target.columns))
  if (gone.length === 0) return table
  // Postgres drops these with the column; saying so twice would fail.
  const keep = <T extends Part>(parts: Record<string, T>) =>
    Object.fromEntries(
      Object.entries(parts).filter(
        ([, part]) => !gone.some((column) => mentions(withoutTarget(part), column)),
      ),
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

/** With the types, sequences, schemas and roles that `before` has: columns may be of them. */
function addContainers(snapshot: Snapshot, before: Snapshot): Snapshot {
  return {
    ...snapshot,
    enums: { ...before.enums, ...snapshot.enums },
    schemas: { ...before.schemas, ...snapshot.schemas },
    sequences: { ...before.sequences, ...snapshot.sequences },
    roles: { ...before.roles, ...snapshot.roles },
  }
}

/** Without those that `before` lacks, and with those that differ as they are there. */
function removeContainers(snapshot: Snapshot, before: Snapshot): Snapshot {
  const { enums, schemas, sequences, roles } = before
  return { ...snapshot, enums, schemas, sequences, roles }
}

/** The columns as `before` has them; those that are not there yet stay away. */
function settleColumns(snapshot: Snapshot, before: Snapshot): Snapshot {
  const tables = Object.entries(snapshot.tables).map(([key, table]): [string, Table] => {
    const target = before.tables[key]
    const columns = Object.entries(table.columns).map(([name, column]) => [
      name,
      target?.columns[name] ?? column,
    ])
    return [key, { ...table, columns: Object.fromEntries(columns) }]
  })
  return { ...snapshot, tables: Object.fromEntries(tables) }
}

/** With the columns that `before` has: what is on them comes after. */
function addColumns(snapshot: Snapshot, before: Snapshot): Snapshot {
  const tables = Object.entries(snapshot.tables).map(([key, table]): [string, Table] => [
    key,
    { ...table, columns: { ...before.tables[key]?.columns, ...table.columns } },
  ])
  return { ...snapshot, tables: Object.fromEntries(tables) }
}

/** As `before`, but with the foreign keys that there are now: others need the keys that they refer to. */
function holdForeignKeys(snapshot: Snapshot, before: Snapshot): Snapshot {
  const tables = Object.entries(before.tables).map(([key, table]): [string, Table] => [
    key,
    { ...table, foreignKeys: snapshot.tables[key]?.foreignKeys ?? {} },
  ])
  return { ...before, tables: Object.fromEntries(tables) }
}

function withoutTarget({ name: _name, tableTo: _tableTo, columnsTo: _columnsTo, ...rest }: Part): object {
  return rest
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
