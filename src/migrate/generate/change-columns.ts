import pg from 'pg'
import type { Column, Enum, Snapshot, Table } from './snapshot.ts'
import { castSql, enumOf, findChangedEnums, hasSameType, quoted, realType, typeSql } from './types.ts'

type Change = { place: string; name: string; from: Column; to: Column; isOfChangedEnum: boolean }

/**
 * Gives columns the types they had before, and enums their values: an enum whose values change is made anew, and columns
 * of it are text meanwhile. Defaults go first, since they are of the old type.
 * @returns the statements, and the snapshot of what is then there.
 */
export function changeColumns(
  snapshot: Snapshot,
  before: Snapshot,
): { statements: string[]; altered: Snapshot } {
  const changedEnums = findChangedEnums(snapshot, before)
  const changes: Change[] = []
  const tables = Object.entries(snapshot.tables).map(([key, table]): [string, Table] => {
    const target = before.tables[key]
    const columns = Object.entries(table.columns).map(([name, from]): [string, Column] => {
      const to = target?.columns[name]
      if (!to || hasSameType(from, to, changedEnums))
        return [name, to && realType(from) !== from.type ? { ...from, type: to.type } : from]
      const isOfChangedEnum = changedEnums.has(enumOf(from) ?? '')
      changes.push({ place: quoted(table.schema, table.name), name, from, to, isOfChangedEnum })
      const { default: _default, typeSchema: _typeSchema, ...rest } = from
      return [
        name,
        {
          ...rest,
          type: to.type,
          ...(to.typeSchema && { typeSchema: to.typeSchema }),
          ...(to.default !== undefined && { default: to.default }),
        },
      ]
    })
    return [key, { ...table, columns: Object.fromEntries(columns) }]
  })
  const enums = Object.fromEntries(
    Object.entries(snapshot.enums).map(([key, one]) => [
      key,
      changedEnums.has(key) ? before.enums[key]! : one,
    ]),
  )
  return {
    statements: [
      ...changes.flatMap(dropDefault),
      ...changes.filter(({ isOfChangedEnum }) => isOfChangedEnum).map(toText),
      ...[...changedEnums].flatMap((key) => remakeEnum(before.enums[key]!)),
      ...changes.map(toTarget),
      ...changes.flatMap(setDefault),
    ],
    altered: { ...snapshot, tables: Object.fromEntries(tables), enums },
  }
}

const alter = ({ place, name }: Change) => `ALTER TABLE ${place} ALTER COLUMN ${pg.escapeIdentifier(name)}`

function dropDefault(change: Change): string[] {
  return change.from.default === undefined ? [] : [`${alter(change)} DROP DEFAULT;`]
}

function setDefault(change: Change): string[] {
  return change.to.default === undefined ? [] : [`${alter(change)} SET DEFAULT ${change.to.default};`]
}

function toText(change: Change): string {
  const text = change.from.type.endsWith(']') ? 'text[]' : 'text'
  return `${alter(change)} SET DATA TYPE ${text} USING ${pg.escapeIdentifier(change.name)}::${text};`
}

function toTarget(change: Change): string {
  const { name, from, to, isOfChangedEnum } = change
  const now = isOfChangedEnum
    ? { ...from, type: from.type.endsWith(']') ? 'text[]' : 'text', typeSchema: '' }
    : from
  const cast = castSql(name, now, to)
  return `${alter(change)} SET DATA TYPE ${typeSql(to)}${cast ? ` USING ${cast}` : ''};`
}

function remakeEnum({ name, schema, values }: Enum): string[] {
  const type = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`
  return [
    `DROP TYPE ${type};`,
    `CREATE TYPE ${type} AS ENUM(${values.map((value) => pg.escapeLiteral(value)).join(', ')});`,
  ]
}
