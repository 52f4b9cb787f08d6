import type { IndexColumn, Part, Snapshot, Table } from './snapshot.ts'

/**
 * The renames of a migration, read from drizzle-kit's SQL: its snapshots do not keep them. Names are
 * unquoted; `tables` and `columns` lead from the new name to the old one.
 */
export type Renames = {
  /** Statements that undo them, the last one first. */
  reverse: string[]
  /** `schema.table` as it is now to what it was. */
  objects: Map<string, string>
  /** `schema.table.column`, with the table as it is now, to the column's old name. */
  columns: Map<string, string>
}

const id = '"([^"]+)"'
const qualified = `(?:${id}\\.)?${id}`
const kinds = '(TABLE|TYPE|SEQUENCE|VIEW|MATERIALIZED VIEW)'
const renameObject = new RegExp(`^ALTER ${kinds} ${qualified} RENAME TO (?:${id}\\.)?${id};?$`)
const renameColumn = new RegExp(`^ALTER TABLE ${qualified} RENAME COLUMN ${id} TO ${id};?$`)
const renamePolicy = new RegExp(`^ALTER POLICY ${id} ON ((?:${id}\\.)?${id}) RENAME TO ${id};?$`)
const renameTop = new RegExp(`^ALTER (SCHEMA|ROLE) ${id} RENAME TO ${id};?$`)
const setSchema = new RegExp(`^ALTER ${kinds} ${qualified} SET SCHEMA (?:${id}|public);?$`)

/** Finds the renames among a migration's statements. */
export function readRenames(statements: string[]): Renames {
  const reverse: string[] = []
  const objects = new Map<string, string>()
  const columns = new Map<string, string>()
  // A thing renamed and then moved is known by its first name only.
  const note = (now: string, was: string) => objects.set(now, take(objects, was))
  for (const text of statements.map((statement) => statement.trim())) {
    let found = text.match(renameObject)
    if (found) {
      const [, kind, schema, was = '', , now = ''] = found
      reverse.unshift(`ALTER ${kind} ${join(schema, now)} RENAME TO "${was}";`)
      note(`${schema ?? 'public'}.${now}`, `${schema ?? 'public'}.${was}`)
    }
    found = text.match(renameColumn)
    if (found) {
      const [, schema, table = '', was = '', now = ''] = found
      reverse.unshift(`ALTER TABLE ${join(schema, table)} RENAME COLUMN "${now}" TO "${was}";`)
      columns.set(`${schema ?? 'public'}.${table}.${now}`, was)
    }
    found = text.match(setSchema)
    if (found) {
      const [, kind, was = 'public', name = '', now = 'public'] = found
      reverse.unshift(`ALTER ${kind} ${join(now, name)} SET SCHEMA "${was}";`)
      note(`${now}.${name}`, `${was}.${name}`)
    }
    found = text.match(renamePolicy)
    if (found) reverse.unshift(`ALTER POLICY "${found[5]}" ON ${found[2]} RENAME TO "${found[1]}";`)
    found = text.match(renameTop)
    if (found) {
      const [, kind, was = '', now = ''] = found
      reverse.unshift(`ALTER ${kind} "${now}" RENAME TO "${was}";`)
      if (kind === 'SCHEMA') note(now, was)
    }
  }
  return { reverse, objects, columns }
}

/** The snapshot as it is once its renames are undone. */
export function undoRenames(snapshot: Snapshot, { objects, columns }: Renames): Snapshot {
  const rename = <T extends object>(things: Record<string, T>, common: string) =>
    Object.fromEntries(
      Object.entries(things).map(([key, thing]): [string, T] => {
        const was = objects.get(key)
        return was ? [was, { ...thing, ...place(split(was), thing, common) }] : [key, thing]
      }),
    )
  const tables = Object.entries(snapshot.tables).map(([key, table]) => {
    const was = (schema: string, name: string) =>
      split(objects.get(`${schema}.${name}`) ?? `${schema}.${name}`)
    const column = (name: string, of = key) => columns.get(`${of}.${name}`) ?? name
    const keys = mapParts(table.foreignKeys, (part) => {
      const schemaTo = part.schemaTo || 'public'
      const to = was(schemaTo, part.tableTo)
      return {
        ...renameColumns(part, column),
        tableFrom: was(table.schema || 'public', table.name).name,
        tableTo: to.name,
        ...(part.schemaTo && { schemaTo: to.schema }),
        columnsTo: part.columnsTo.map((name) => column(name, `${schemaTo}.${part.tableTo}`)),
      }
    })
    const renamed: Table = {
      ...table,
      columns: Object.fromEntries(
        Object.values(table.columns).map((c) => [column(c.name), { ...c, name: column(c.name) }]),
      ),
      indexes: mapParts(table.indexes, (part) => renameColumns(part, column)),
      compositePrimaryKeys: mapParts(table.compositePrimaryKeys, (part) => renameColumns(part, column)),
      uniqueConstraints: mapParts(table.uniqueConstraints, (part) => renameColumns(part, column)),
      foreignKeys: keys,
    }
    return [key, renamed] as const
  })
  return {
    ...snapshot,
    tables: rename(Object.fromEntries(tables), ''),
    enums: rename(snapshot.enums, 'public'),
    sequences: rename(snapshot.sequences, 'public'),
    views: rename(snapshot.views, 'public'),
  }
}

/** Changes each of a table's parts. */
function mapParts<T extends Part>(parts: Record<string, T>, change: (part: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, change(part)]))
}

function renameColumns<T extends Part>(part: T, column: (name: string) => string): T {
  const change = (item: string | IndexColumn) => {
    if (typeof item === 'string') return column(item)
    return item.isExpression ? item : { ...item, expression: column(item.expression) }
  }
  const { columns, columnsFrom } = part
  return {
    ...part,
    ...(columns && { columns: columns.map(change) }),
    ...(columnsFrom && { columnsFrom: columnsFrom.map((name) => column(name)) }),
  }
}

function take(map: Map<string, string>, key: string): string {
  const was = map.get(key) ?? key
  map.delete(key)
  return was
}

function split(key: string): { schema: string; name: string } {
  const [schema = 'public', name = ''] = key.split('.')
  return { schema, name }
}

// `common` is how drizzle-kit writes the schema public: '' for tables, 'public' for all else.
function place(was: { schema: string; name: string }, thing: { schema?: string }, common: string) {
  const moved = was.schema !== (thing.schema || 'public')
  return { name: was.name, ...(moved && { schema: was.schema === 'public' ? common : was.schema }) }
}

function join(schema: string | undefined, name: string): string {
  return schema ? `"${schema}"."${name}"` : `"${name}"`
}
