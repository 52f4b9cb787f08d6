import { isDeepStrictEqual } from 'node:util'
import { type Renames, undoRenames } from './renames.ts'
import type { Snapshot, Table } from './snapshot.ts'
import { findChangedEnums, hasSameType } from './types.ts'

/** What a way down does to the columns of a table that stays; names are those of after the migration. */
export type Disturbed = {
  /** They go, since the migration made them. */
  gone: string[]
  /** They get another type, or one of which the values change. */
  retyped: string[]
  /** They are computed, now or before, in another way, or from a column that goes or is retyped: made anew. */
  replaced: string[]
  /** They are no longer the primary key. */
  unkeyed: string[]
}

/** A table that stays: as it is after the migration and as it was before. */
export type Kept = { key: string; table: Table; target: Table; disturbed: Disturbed }

/** The tables that a migration did not make, and what its way down does to their columns. */
export function findKept(after: Snapshot, before: Snapshot, renames: Renames): Kept[] {
  const undone = undoRenames(after, renames)
  const changedEnums = findChangedEnums(undone, before)
  const undoneTables = Object.entries(undone.tables)
  return Object.entries(after.tables).flatMap(([key, table], at) => {
    const [oldKey, old] = undoneTables[at]!
    const target = before.tables[oldKey]
    if (!target) return []
    return [{ key, table, target, disturbed: findDisturbed(table, old, target, changedEnums) }]
  })
}

function findDisturbed(table: Table, old: Table, target: Table, changedEnums: Set<string>): Disturbed {
  const oldColumns = Object.values(old.columns)
  const disturbed: Disturbed = { gone: [], retyped: [], replaced: [], unkeyed: [] }
  for (const [at, name] of Object.keys(table.columns).entries()) {
    const column = oldColumns[at]!
    const was = target.columns[column.name]
    if (!was) disturbed.gone.push(name)
    // drizzle-kit does not always write the keys of a snapshot in the same order.
    else if (!isDeepStrictEqual(column.generated, was.generated)) disturbed.replaced.push(name)
    else if (!hasSameType(column, was, changedEnums)) disturbed.retyped.push(name)
    if (was && column.primaryKey && !was.primaryKey) disturbed.unkeyed.push(name)
  }
  const moved = [...disturbed.gone, ...disturbed.retyped]
  for (const [name, column] of Object.entries(table.columns)) {
    if (!column.generated || disturbed.gone.includes(name) || disturbed.replaced.includes(name)) continue
    if (moved.some((one) => mentions(column.generated, one))) disturbed.replaced.push(name)
  }
  disturbed.retyped = disturbed.retyped.filter((name) => !disturbed.replaced.includes(name))
  return disturbed
}

/** Whether a word stands in any text of a definition. Too many matches only mean that it is dropped and made again. */
export function mentions(definition: unknown, word: string): boolean {
  return JSON.stringify(definition ?? '')
    .split(/[^\p{L}\p{N}_$]+/u)
    .includes(word)
}
