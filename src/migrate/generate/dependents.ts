import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import { type Kept, mentions } from './disturbed.ts'
import { type Renames, undoRenames } from './renames.ts'
import type { Part, Snapshot, Table, View } from './snapshot.ts'
import { quoted } from './types.ts'

/**
 * Drops what hangs on a column that goes or changes, and what differs anyway: views, policies, row security, generated
 * columns, checks, indexes, foreign keys and primary keys. It is made again, as it was before, when all else is done.
 * @returns the statements, and the snapshot of what is then left.
 */
export function dropDependents(after: Snapshot, before: Snapshot, renames: Renames, kept: Kept[]) {
  const statements: string[] = []
  const left: Snapshot = { ...after, tables: { ...after.tables }, views: { ...after.views } }
  const undone = undoRenames(after, renames)
  const names = new Set(
    kept.flatMap(({ disturbed: { gone, retyped, replaced } }) => [...gone, ...retyped, ...replaced]),
  )
  const isTouched = (definition: unknown) => [...names].some((name) => mentions(definition, name))
  statements.push(...dropViews(left, undone, before, isTouched))
  const unkeyed = new Set(kept.filter(losesKey).map(({ key }) => key))
  for (const one of kept) statements.push(...dropPolicies(left, one, before, isTouched))
  for (const key of Object.keys(left.tables)) statements.push(...dropForeignKeys(left, key, kept, unkeyed))
  for (const one of kept) statements.push(...dropParts(left, one))
  return { statements, left }
}

function dropViews(
  left: Snapshot,
  undone: Snapshot,
  before: Snapshot,
  isTouched: (definition: unknown) => boolean,
): string[] {
  const views = Object.entries(left.views)
  const oldKeys = Object.keys(undone.views)
  const going = new Set<string>()
  for (const [at, [key, view]] of views.entries()) {
    const was = before.views[oldKeys[at] ?? '']
    const isSame = isDeepStrictEqual(undone.views[oldKeys[at] ?? ''], was)
    if (!view.isExisting && (!isSame || isTouched(view))) going.add(key)
  }
  // A view of a view that goes has to go too.
  for (let size = -1; size !== going.size; ) {
    size = going.size
    for (const [key, view] of views)
      if (
        !view.isExisting &&
        views.some(([other, { name }]) => going.has(other) && other !== key && mentions(view, name))
      )
        going.add(key)
  }
  const dropped = views.filter(([key]) => going.has(key)).toReversed()
  for (const [key] of dropped) delete left.views[key]
  return sortByUse(dropped.map(([, view]) => view)).map(
    ({ name, schema, materialized }) =>
      `DROP ${materialized ? 'MATERIALIZED ' : ''}VIEW ${pg.escapeIdentifier(schema || 'public')}.${pg.escapeIdentifier(name)};`,
  )
}

/** Whoever uses another comes first. */
function sortByUse(views: View[]): View[] {
  const rest = [...views]
  const sorted: View[] = []
  while (rest.length > 0) {
    const free = rest.findIndex((view) => !rest.some((other) => other !== view && mentions(other, view.name)))
    sorted.push(...rest.splice(Math.max(free, 0), 1))
  }
  return sorted
}

function dropPolicies(
  left: Snapshot,
  { key, table, target }: Kept,
  before: Snapshot,
  isTouched: (definition: unknown) => boolean,
): string[] {
  const place = quoted(table.schema, table.name)
  const policies = Object.entries(table.policies)
  const going = policies.filter(
    ([name, policy]) =>
      !isDeepStrictEqual(policy, target.policies[name]) ||
      isTouched(policy) ||
      policy.to?.some((role) => role in left.roles && !(role in before.roles)),
  )
  const staying = Object.fromEntries(policies.filter((one) => !going.includes(one)))
  const statements = going.map(([, { name }]) => `DROP POLICY ${pg.escapeIdentifier(name)} ON ${place};`)
  const isSecured = (one: Table) => Boolean(one.isRLSEnabled) || Object.keys(one.policies).length > 0
  const turnsOff = isSecured(table) && !isSecured(target)
  if (turnsOff) statements.push(`ALTER TABLE ${place} DISABLE ROW LEVEL SECURITY;`)
  left.tables[key] = { ...table, policies: staying, ...(turnsOff && { isRLSEnabled: false }) }
  return statements
}

function losesKey({ table, target, disturbed }: Kept): boolean {
  return (
    disturbed.unkeyed.length > 0 ||
    !isDeepStrictEqual(table.compositePrimaryKeys, target.compositePrimaryKeys) ||
    Object.entries(table.uniqueConstraints).some(
      ([name, one]) => !isDeepStrictEqual(one, target.uniqueConstraints[name]),
    ) ||
    Object.entries(table.indexes).some(
      ([name, one]) => one.isUnique && !isDeepStrictEqual(one, target.indexes[name]),
    )
  )
}

function dropForeignKeys(left: Snapshot, key: string, kept: Kept[], unkeyed: Set<string>): string[] {
  const table = left.tables[key]!
  const retypedOf = (of: string) => kept.find((one) => one.key === of)?.disturbed.retyped ?? []
  const going = Object.entries(table.foreignKeys).filter(([, part]) => {
    const to = `${part.schemaTo || 'public'}.${part.tableTo}`
    const from = part.columnsFrom ?? []
    return (
      unkeyed.has(to) ||
      from.some((column) => retypedOf(key).includes(column)) ||
      part.columnsTo.some((column) => retypedOf(to).includes(column))
    )
  })
  return dropConstraints(
    left,
    key,
    'foreignKeys',
    going.map(([name]) => name),
  )
}

function dropParts(left: Snapshot, { key, table, target, disturbed }: Kept): string[] {
  const place = quoted(table.schema, table.name)
  const { retyped, replaced, unkeyed, gone } = disturbed
  const isOn = (names: string[]) => (part: Part) => names.some((name) => mentions(withoutName(part), name))
  const statements: string[] = []
  const checks = Object.values(left.tables[key]!.checkConstraints).filter(isOn(retyped))
  statements.push(
    ...dropConstraints(
      left,
      key,
      'checkConstraints',
      checks.map(({ name }) => name),
    ),
  )
  const current = left.tables[key]!
  const indexes = Object.values(current.indexes).filter(isOn(retyped))
  for (const { name } of indexes) statements.push(`DROP INDEX ${quoted(table.schema, name)};`)
  left.tables[key] = {
    ...current,
    indexes: without(
      current.indexes,
      indexes.map(({ name }) => name),
    ),
  }
  const keys = Object.entries(table.compositePrimaryKeys)
    .filter(([name, part]) => !isDeepStrictEqual(part, target.compositePrimaryKeys[name]))
    .filter(([, part]) => !isOn(gone)(part))
  statements.push(
    ...dropConstraints(
      left,
      key,
      'compositePrimaryKeys',
      keys.map(([name]) => name),
    ),
  )
  if (unkeyed.length > 0) {
    statements.push(dropPrimaryKey(place))
    left.tables[key] = mapColumns(left.tables[key]!, unkeyed, { primaryKey: false })
  }
  // Computed columns go before those that they are computed from.
  const computed = gone.filter(
    (name) =>
      table.columns[name]?.generated &&
      gone.some((one) => one !== name && mentions(table.columns[name]?.generated, one)),
  )
  for (const name of [...replaced, ...computed]) {
    statements.push(`ALTER TABLE ${place} DROP COLUMN ${pg.escapeIdentifier(name)};`)
    left.tables[key] = withoutColumn(left.tables[key]!, name)
  }
  return statements
}

type Parts = 'foreignKeys' | 'checkConstraints' | 'compositePrimaryKeys'

function dropConstraints(left: Snapshot, key: string, kind: Parts, keys: string[]): string[] {
  const table = left.tables[key]!
  const statements = keys.map(
    (one) =>
      `ALTER TABLE ${quoted(table.schema, table.name)} DROP CONSTRAINT ${pg.escapeIdentifier(table[kind][one]?.name ?? one)};`,
  )
  left.tables[key] = { ...table, [kind]: without(table[kind], keys) }
  return statements
}

/** Snapshots do not keep the name of a column's primary key, which a rename of its table does not change. */
function dropPrimaryKey(place: string): string {
  return `DO $$ BEGIN
  EXECUTE (SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
    FROM pg_constraint WHERE contype = 'p' AND conrelid = ${pg.escapeLiteral(place)}::regclass);
END $$;`
}

function withoutColumn(table: Table, name: string): Table {
  const keep = <T extends Part>(parts: Record<string, T>) =>
    Object.fromEntries(Object.entries(parts).filter(([, part]) => !mentions(withoutName(part), name)))
  return {
    ...table,
    columns: without(table.columns, [name]),
    indexes: keep(table.indexes),
    foreignKeys: keep(table.foreignKeys),
    compositePrimaryKeys: keep(table.compositePrimaryKeys),
    uniqueConstraints: keep(table.uniqueConstraints),
    checkConstraints: keep(table.checkConstraints),
  }
}

function mapColumns(table: Table, names: string[], change: object): Table {
  const columns = Object.entries(table.columns).map(([name, column]) => [
    name,
    names.includes(name) ? { ...column, ...change } : column,
  ])
  return { ...table, columns: Object.fromEntries(columns) }
}

function without<T>(things: Record<string, T>, keys: string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(things).filter(([key]) => !keys.includes(key)))
}

function withoutName({ name: _name, tableTo: _tableTo, columnsTo: _columnsTo, ...rest }: Part): object {
  return rest
}
