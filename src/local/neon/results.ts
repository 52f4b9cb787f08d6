import type { Statement } from './statements.ts'
import { toJson } from './values.ts'

/** The format of rows: raw text or JSON values, arrays or objects (headers Neon-Raw-Text-Output, Neon-Array-Mode). */
export interface OutputFormat {
  rawText: boolean
  arrayMode: boolean
}

/** A column of a RowDescription message. */
export interface Field {
  name: string
  tableID: number
  columnID: number
  dataTypeID: number
  dataTypeSize: number
  dataTypeModifier: number
}

/** The columns of a statement. A prepared statement stores them, so that they are described only once. */
export interface Columns {
  fields: Field[]
  json: string
}

export const NO_COLUMNS: Columns = { fields: [], json: '[]' }

/** The result of a statement: rows in text form and the command tag (`INSERT 0 5`). */
export interface Result {
  columns: Columns
  rows: (string | null)[][]
  tag: string
}

export function describeColumns(fields: Field[]): Columns {
  const shown = fields.map(({ name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier }) => {
    return { name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier, format: 'text' }
  })
  return { fields, json: JSON.stringify(shown) }
}

/** The result as JSON, in the form that the driver expects. */
export function resultToJson(
  { columns, rows, tag }: Result,
  statement: Statement,
  format: OutputFormat,
): string {
  const [command = '', ...counts] = tag.split(' ')
  const rowCount = Number.parseInt(counts.at(-1) ?? '', 10)
  const asArray = statement.arrayMode ?? format.arrayMode
  const rowsJson = rowsToJson(columns.fields, rows, asArray, format.rawText)
  return `{"fields":${columns.json},"command":"${command}","rowCount":${Number.isNaN(rowCount) ? null : rowCount},"rows":${rowsJson},"rowAsArray":${asArray}}`
}

function rowsToJson(fields: Field[], rows: Result['rows'], asArray: boolean, rawText: boolean): string {
  if (rawText && asArray) return JSON.stringify(rows)
  const names = fields.map((field) => `${JSON.stringify(field.name)}:`)
  const written = rows.map((row) => {
    const cells = row.map((cell, i) => (rawText ? JSON.stringify(cell) : toJson(cell, fields[i]!.dataTypeID)))
    return asArray ? `[${cells.join(',')}]` : `{${cells.map((cell, i) => names[i] + cell).join(',')}}`
  })
  return `[${written.join(',')}]`
}
