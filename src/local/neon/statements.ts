import { HttpError } from './errors.ts'

/** One SQL statement with its parameters in Postgres' text form. */
export interface Statement {
  text: string
  params: (string | null)[]
  arrayMode: boolean | undefined
}

/** The limits of the wire protocol: a parameter count is an int16 there, and a NUL ends the text. */
const MAX_PARAMS = 65_535

/**
 * Parses the body of POST /sql: `{query, params?, arrayMode?}` or `{queries: [...]}`.
 * @throws HttpError 400 when it is neither
 */
export function parseStatements(body: string): { statements: Statement[]; isBatch: boolean } {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error))
  }
  if (!isObject(json)) throw unreadable('expected an object')
  if (Array.isArray(json.queries)) return { statements: json.queries.map(toStatement), isBatch: true }
  return { statements: [toStatement(json)], isBatch: false }
}

function toStatement(json: unknown): Statement {
  if (!isObject(json) || typeof json.query !== 'string')
    throw unreadable('expected a `query` text or `queries`')
  const { query: text, params = [], arrayMode = null } = json
  if (!Array.isArray(params)) throw unreadable('`params` must be an array')
  if (arrayMode !== null && typeof arrayMode !== 'boolean') throw unreadable('`arrayMode` must be a boolean')
  if (text.includes('\0'))
    throw new HttpError(400, 'error encoding message to server: the query holds a NUL character')
  if (params.length > MAX_PARAMS)
    throw new HttpError(400, 'error encoding message to server: too many parameters')
  return { text, params: params.map(toPgText), arrayMode: arrayMode ?? undefined }
}

/** A JSON parameter in Postgres' text form, as Neon's proxy converts it (proxy/src/serverless/json.rs). */
export function toPgText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  return Array.isArray(value) ? toPgArray(value) : JSON.stringify(value)
}

/** Strings in an array literal are always quoted, because an unquoted `NULL` is null and an empty one is missing. */
function toPgArray(value: unknown): string {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return `{${value.map(toPgArray).join(',')}}`
  if (typeof value === 'string') return quoted(value)
  return typeof value === 'object' ? quoted(JSON.stringify(value)) : JSON.stringify(value)
}

/** In an array literal only quote and backslash are escaped; Postgres does not know \n or \u there. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function unreadable(reason: string): HttpError {
  return new HttpError(400, `could not parse the HTTP request body: ${reason}`)
}
