import { execFileSync } from 'node:child_process'
import { getTableName, is } from 'drizzle-orm'
import { type AnyPgTable, getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import * as schema from '../../db/schema/index.ts'

/** A table, by the name that the schema exports it by. */
interface NamedTable {
  name: string
  table: AnyPgTable
}

/** One foreign key, as a relation seen from both of its ends. */
export interface ForeignKey {
  from: NamedTable
  to: NamedTable
  columns: string[]
  foreignColumns: string[]
  /** There is at most one row for each row referred to. */
  isUnique: boolean
}

/** The tables of the schema, in the order of their names. */
export const tables: NamedTable[] = Object.entries(schema)
  .flatMap(([name, table]) => (is(table, PgTable) ? [{ name, table }] : []))
  .sort((a, b) => (getTableName(a.table) < getTableName(b.table) ? -1 : 1))

/** Every foreign key of the schema. */
export const foreignKeys: ForeignKey[] = tables.flatMap((from) =>
  getTableConfig(from.table).foreignKeys.map((key) => {
    const { columns, foreignColumns, foreignTable } = key.reference()
    const names = columns.map(({ name }) => name)
    return {
      from,
      to: tables.find(({ table }) => table === foreignTable)!,
      columns: names,
      foreignColumns: foreignColumns.map(({ name }) => name),
      isUnique: isUnique(from.table, names),
    }
  }),
)

function isUnique(table: AnyPgTable, names: string[]): boolean {
  const { columns, uniqueConstraints, primaryKeys } = getTableConfig(table)
  const sets = [
    ...columns.filter((column) => column.primary || column.isUnique).map(({ name }) => [name]),
    ...[...uniqueConstraints, ...primaryKeys].map((key) => key.columns.map(({ name }) => name)),
  ]
  return sets.some((set) => set.every((name) => names.includes(name)))
}

/** `user_id` leads to `user`; of a key of several columns the one that names the row. */
function nameOf({ columns, foreignColumns, to }: ForeignKey): string {
  const column = columns[Math.max(foreignColumns.indexOf('id'), 0)]!
  return column.endsWith('_id') ? column.slice(0, -3) : getTableName(to.table)
}

/** The source of src/db/relations.ts: Drizzle's `relations()` of every foreign key, from both sides. */
export function writeRelations(): string {
  const isAmbiguous = (key: ForeignKey) =>
    key.from === key.to || foreignKeys.filter(({ from, to }) => from === key.from && to === key.to).length > 1
  const label = (key: ForeignKey) =>
    isAmbiguous(key) ? `, relationName: '${getTableName(key.from.table)}_${nameOf(key)}'` : ''
  const blocks = tables.flatMap((own) => {
    const out = foreignKeys
      .filter(({ from }) => from === own)
      .map((key) => {
        const list = (table: string, names: string[]) => names.map((name) => `${table}.${name}`).join(', ')
        const fields = list(own.name, key.columns)
        const references = list(key.to.name, key.foreignColumns)
        return `  ${nameOf(key)}: one(schema.${key.to.name}, { fields: [${fields.replaceAll(`${own.name}.`, `schema.${own.name}.`)}], references: [${references.replaceAll(`${key.to.name}.`, `schema.${key.to.name}.`)}]${label(key)} }),`
      })
    const back = foreignKeys
      .filter(({ to }) => to === own)
      .map((key) => {
        const table = getTableName(key.from.table)
        const name = isAmbiguous(key) ? `${table}_as_${nameOf(key)}` : table
        const options = isAmbiguous(key) ? `, { relationName: '${table}_${nameOf(key)}' }` : ''
        return `  ${name}: ${key.isUnique ? 'one' : 'many'}(schema.${key.from.name}${options}),`
      })
    if (out.length + back.length === 0) return []
    const helpers = ['one', 'many'].filter((helper) =>
      [...out, ...back].some((line) => line.includes(`: ${helper}(`)),
    )
    return [
      `export const ${own.name}Relations = relations(schema.${own.name}, ({ ${helpers.join(', ')} }) => ({\n${[...out, ...back].join('\n')}\n}))`,
    ]
  })
  return format(`// Written by npm run docs, from the foreign keys of the schema: for Drizzle Studio and \`db.query\`.
import { relations } from 'drizzle-orm'
import * as schema from './schema/index.ts'

${blocks.join('\n\n')}
`)
}

const format = (source: string) =>
  execFileSync('node_modules/.bin/biome', ['format', '--stdin-file-path=src/db/relations.ts'], {
    input: source,
    encoding: 'utf8',
  })
