import { getTableColumns, type InferSelectModel } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import * as z from 'zod'
import { moment } from './fields.ts'

/** The columns whose schema follows from their SQL type. The shape of a JSON column does not. */
type ScalarColumn<T extends PgTable> = {
  [Name in keyof T['_']['columns']]: T['_']['columns'][Name]['_']['dataType'] extends 'json' ? never : Name
}[keyof T['_']['columns']] &
  keyof InferSelectModel<T> &
  string

/**
 * The schemas of a table's columns, for a contract. The columns are listed one by one, so that a new column is not
 * published by accident: until the contract lists it, a query that selects it does not compile.
 */
export function rowFields<T extends PgTable, const Name extends ScalarColumn<T>>(
  table: T,
  names: readonly Name[],
): { [N in NoInfer<Name>]: z.ZodType<InferSelectModel<T>[N]> }
export function rowFields(table: PgTable, names: readonly string[]): Record<string, z.ZodType> {
  const columns: Record<string, PgColumn> = getTableColumns(table)
  return Object.fromEntries(names.map((name) => [name, fieldOf(columns[name]!)]))
}

const fieldOf = (column: PgColumn): z.ZodType =>
  column.notNull ? schemaOf(column) : schemaOf(column).nullable()

function schemaOf(column: PgColumn): z.ZodType {
  if (column.enumValues?.length) return z.enum(column.enumValues)
  const type = column.getSQLType().replace(/\(.*/, '')
  switch (type) {
    case 'smallint':
    case 'integer':
    case 'bigint':
      return z.int()
    case 'double precision':
      return z.number()
    case 'boolean':
      return z.boolean()
    case 'uuid':
      return z.uuid()
    case 'date':
      return z.iso.date()
    case 'timestamp with time zone':
      return moment()
    case 'text':
    case 'varchar':
    case 'char':
      return z.string()
    default:
      throw new TypeError(`${column.name}: no schema follows from the type ${type}`)
  }
}
