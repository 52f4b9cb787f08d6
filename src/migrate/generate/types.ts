import pg from 'pg'
import type { Column, Snapshot } from './snapshot.ts'

/** A quoted name with its schema, as drizzle-kit writes names: without one where it is public. */
export function quoted(schema: string | undefined, name: string): string {
  const own = pg.escapeIdentifier(name)
  return schema && schema !== 'public' ? `${pg.escapeIdentifier(schema)}.${own}` : own
}

const serials: Record<string, string> = { serial: 'integer', smallserial: 'smallint', bigserial: 'bigint' }

/** The type that a column really has: `serial` only means where its default came from. */
export function realType({ type }: Column): string {
  return serials[type] ?? type
}

/** A column's type as SQL; one of the user's own types with its schema. */
export function typeSql(column: Column): string {
  if (!column.typeSchema) return realType(column)
  const [, name = '', brackets = ''] = column.type.match(/^(.*?)((?:\[\d*\])*)$/) ?? []
  return `${pg.escapeIdentifier(column.typeSchema)}.${pg.escapeIdentifier(name)}${brackets}`
}

/** The key of the enum that a column is of, or is an array of, in a snapshot's `enums`. */
export function enumOf(column: Column): string | undefined {
  if (!column.typeSchema) return undefined
  return `${column.typeSchema}.${column.type.replace(/(?:\[\d*\])+$/, '')}`
}

/** Whether two columns have the same type, of which the values are the same too. */
export function hasSameType(one: Column, other: Column, changedEnums: Set<string>): boolean {
  return (
    realType(one) === realType(other) &&
    (one.typeSchema ?? '') === (other.typeSchema ?? '') &&
    !changedEnums.has(enumOf(one) ?? '')
  )
}

/** The enums that two snapshots have in common, with other values. */
export function findChangedEnums(one: Snapshot, other: Snapshot): Set<string> {
  const values = (enums: Snapshot['enums'], key: string) => JSON.stringify(enums[key]?.values)
  return new Set(
    Object.keys(one.enums).filter(
      (key) => key in other.enums && values(one.enums, key) !== values(other.enums, key),
    ),
  )
}

const families = [
  /^(smallint|integer|bigint|numeric|decimal|real|double precision)\b/,
  /^(timestamp|date)\b/,
  /^(text|varchar|char|character|citext)\b/,
]

/**
 * How the values of one type become those of another: `undefined` where Postgres assigns them, which refuses a text that
 * is too long; a cast would cut it off without a word. Else by a cast of Postgres's where it has one, else by their text.
 */
export function castSql(name: string, from: Column, to: Column): string | undefined {
  const column = pg.escapeIdentifier(name)
  const [was, now] = [realType(from), realType(to)]
  const isArray = (type: string) => type.endsWith(']')
  if (!isArray(was) && !isArray(now)) {
    if (families.some((family) => family.test(was) && family.test(now))) return undefined
    if (families[0]?.test(was) && now === 'boolean') return `${column}::integer::boolean`
    if (was === 'boolean' && families[0]?.test(now)) return `${column}::integer::${now}`
  }
  return `${column}::text${isArray(was) && isArray(now) ? '[]' : ''}::${typeSql(to)}`
}
