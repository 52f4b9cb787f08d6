import { getTableColumns, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  type PgTable,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgRole,
  pgSequence,
  pgTable,
  pgView,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import * as fc from 'fast-check'

const types = [
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'text',
  'varchar',
  'boolean',
  'date',
  'timestamp',
  'jsonb',
  'uuid',
  'mood',
  'moods',
  'size',
] as const
type Type = (typeof types)[number]

type ColumnSpec = {
  type: Type
  notNull: boolean
  hasDefault: boolean
  isUnique: boolean
  isIndexed: 'no' | 'plain' | 'partial' | 'expression'
  isChecked: boolean
  hasPolicy: boolean
}
type TableSpec = {
  columns: Record<string, ColumnSpec>
  computed: 'none' | 'a' | 'b'
  key: 'id' | 'a' | 'a, b' | 'none'
  isSecured: boolean
  refers: boolean
}
/** A schema as data, so that two of them can be alike but for some changes. */
export type SchemaSpec = {
  moods: string[]
  sizes: string[] | null
  hasSequence: boolean
  hasRole: boolean
  view: 'none' | 'a' | 'b' | 'materialized'
  tables: Record<string, TableSpec>
}

const column = fc.record<ColumnSpec>({
  type: fc.constantFrom(...types),
  notNull: fc.boolean(),
  hasDefault: fc.boolean(),
  isUnique: fc.boolean(),
  isIndexed: fc.constantFrom('no', 'no', 'plain', 'partial', 'expression'),
  isChecked: fc.boolean(),
  hasPolicy: fc.boolean(),
})
const columns = fc.dictionary(fc.constantFrom('a', 'b', 'c'), column, { noNullPrototype: true })
const table = fc.record<TableSpec>({
  columns,
  computed: fc.constantFrom('none', 'a', 'b'),
  key: fc.constantFrom('id', 'id', 'a', 'a, b', 'none'),
  isSecured: fc.boolean(),
  refers: fc.boolean(),
})
const labels = fc.subarray(['sad', 'ok', 'happy', "o'clock"], { minLength: 1 })

/** Any schema. */
export const schemas: fc.Arbitrary<SchemaSpec> = fc.record<SchemaSpec>({
  moods: labels,
  sizes: fc.option(labels),
  hasSequence: fc.boolean(),
  hasRole: fc.boolean(),
  view: fc.constantFrom('none', 'a', 'b', 'materialized'),
  tables: fc.dictionary(fc.constantFrom('first', 'second', 'Third one'), table, { noNullPrototype: true }),
})

/** Two schemas, of which the second is the first with some parts taken from another. */
export const changes: fc.Arbitrary<[SchemaSpec, SchemaSpec]> = fc
  .tuple(schemas, schemas, fc.infiniteStream(fc.integer({ min: 0, max: 9 })))
  .map(([one, other, dice]) => [one, mix(one, other, dice)])

function mix<T>(one: T, other: T, dice: Iterator<number>): T {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isObject(one) || !isObject(other)) return (dice.next().value ?? 9) < 3 ? other : one
  const keys = [...new Set([...Object.keys(one as object), ...Object.keys(other as object)])]
  const entries = keys.flatMap((key): [string, unknown][] => {
    const [left, right] = [Object(one)[key], Object(other)[key]]
    if (left !== undefined && right !== undefined) return [[key, mix(left, right, dice)]]
    const isKept = (dice.next().value ?? 9) < 7
    return (left !== undefined) === isKept ? [[key, left ?? right]] : []
  })
  return Object.fromEntries(entries) as T
}

/** The role that schemas grant to; the server has it only within a transaction. */
export const roleName = `random_schema_${process.pid}`

/** The schema in drizzle's terms. */
export function build(spec: SchemaSpec): Record<string, unknown> {
  const mood = pgEnum('mood', spec.moods as [string, ...string[]])
  const size = spec.sizes ? pgEnum('size', spec.sizes as [string, ...string[]]) : undefined
  const role = spec.hasRole ? pgRole(roleName) : undefined
  const sequence = spec.hasSequence ? pgSequence('numbers') : undefined
  const makeColumn = ({ type, notNull, hasDefault }: ColumnSpec) => {
    const made = {
      smallint: () => smallint(),
      integer: () => integer(),
      bigint: () => bigint({ mode: 'number' }),
      numeric: () => numeric({ precision: 12, scale: 2 }),
      text: () => text(),
      varchar: () => varchar({ length: 40 }),
      boolean: () => boolean(),
      date: () => date(),
      timestamp: () => timestamp({ withTimezone: true }),
      jsonb: () => jsonb(),
      uuid: () => uuid(),
      mood: () => mood(),
      moods: () => mood().array(),
      size: () => (size ? size() : text()),
    }[type]()
    const defaults: Partial<Record<Type, ReturnType<typeof sql>>> = {
      integer: sequence ? sql`nextval('numbers')` : sql`7`,
      bigint: sql`8`,
      text: sql`'x'`,
      boolean: sql`true`,
      timestamp: sql`now()`,
      mood: sql.raw(`'${spec.moods[0]?.replaceAll("'", "''")}'`),
      uuid: sql`gen_random_uuid()`,
    }
    const value = hasDefault ? defaults[type] : undefined
    const withDefault = value ? made.default(value as never) : made
    return notNull ? withDefault.notNull() : withDefault
  }
  const made: Record<string, unknown> = {}
  let first: { id: AnyPgColumn } | undefined
  const makeTable = (name: string, one: TableSpec) => {
    const parts = Object.fromEntries(
      Object.entries(one.columns).map(([key, specOf]) => [key, makeColumn(specOf)]),
    )
    const source = one.computed !== 'none' && one.columns[one.computed] ? one.computed : undefined
    // Only what is immutable may compute: whether there is a value.
    const computed = source
      ? { computed: boolean().generatedAlwaysAs(sql.raw(`"${source}" is not null`)) }
      : {}
    const refers = one.refers && first ? { ref: integer() } : {}
    const id = one.key === 'id' ? integer().primaryKey() : integer().notNull().unique()
    return pgTable(name, { id, ...parts, ...computed, ...refers }, (t) => {
      const at = t as unknown as Record<string, AnyPgColumn>
      const extras = []
      for (const [key, part] of Object.entries(one.columns)) {
        const here = at[key] as AnyPgColumn
        // Postgres leaves out a UNIQUE that says the same as the primary key.
        if (part.isUnique && part.type !== 'jsonb' && one.key !== key)
          extras.push(unique(`${name}_${key}_one`).on(here))
        if (part.type !== 'jsonb') {
          if (part.isIndexed === 'plain') extras.push(index(`${name}_${key}_plain`).on(here))
          if (part.isIndexed === 'partial')
            extras.push(
              index(`${name}_${key}_some`)
                .on(at.id!)
                .where(condition(here, part.type, spec)),
            )
          if (part.isIndexed === 'expression')
            extras.push(index(`${name}_${key}_sum`).on(sql`(${here} is null)`))
        }
        if (part.isChecked) extras.push(check(`${name}_${key}_fits`, condition(here, part.type, spec)))
        if (part.hasPolicy)
          extras.push(
            pgPolicy(`${name}_${key}_sees`, {
              to: role ?? 'public',
              using: condition(here, part.type, spec),
            }),
          )
      }
      const keys = one.key.split(', ')
      if (
        one.key !== 'id' &&
        one.key !== 'none' &&
        keys.every((key) => at[key] && isKeyable(one.columns[key]))
      )
        extras.push(primaryKey({ columns: keys.map((key) => at[key]!) as [AnyPgColumn] }))
      if (at.ref && first)
        extras.push(
          foreignKey({ name: `${name}_refers`, columns: [at.ref], foreignColumns: [first.id as never] }),
        )
      return extras
    })
  }
  for (const [name, one] of Object.entries(spec.tables)) {
    const done = one.isSecured ? makeTable(name, one).enableRLS() : makeTable(name, one)
    made[name] = done
    first ??= done
  }
  const [name, viewed] = Object.entries(spec.tables)[0] ?? []
  if (name && viewed && spec.view !== 'none') {
    const wanted = spec.view === 'materialized' ? Object.keys(viewed.columns) : [spec.view]
    const table = made[name] as PgTable
    const from = getTableColumns(table)
    const fields = Object.fromEntries(
      ['id', ...wanted].flatMap((key) => (from[key] ? [[key, from[key]]] : [])),
    )
    const seen = spec.view === 'materialized' ? pgMaterializedView('seen') : pgView('seen')
    made.seen = seen.as((query) => query.select(fields).from(table))
  }
  return { mood, ...(size && { size }), ...(role && { role }), ...(sequence && { sequence }), ...made }
}

function isKeyable(spec: ColumnSpec | undefined): boolean {
  return spec !== undefined && spec.type !== 'jsonb' && spec.notNull
}

function condition(column: AnyPgColumn, type: Type, { moods, sizes }: SchemaSpec) {
  const quote = (value = '') => sql.raw(`'${value.replaceAll("'", "''")}'`)
  switch (type) {
    case 'mood':
      return sql`${column} = ${quote(moods.at(-1))}`
    case 'size':
      return sql`${column} <> ${quote(sizes?.at(-1))}`
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'numeric':
      return sql`${column} > 0`
    case 'text':
    case 'varchar':
      return sql`${column} like 'x%'`
    case 'boolean':
      return sql`${column}`
    default:
      return sql`${column} is not null`
  }
}
