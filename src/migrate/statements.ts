import pg from 'pg'
import { type DatabaseError, describeDatabaseError } from './errors.ts'
import { splitSql } from './sql/split.ts'

/** One statement of a migration. */
export type Statement = {
  text: string
  /** Line of the file, from 1, on which `text` begins. */
  line: number
}

/** What drizzle-kit writes between two statements. */
export const breakpoint = '--> statement-breakpoint'

/** Splits a migration into its statements: at drizzle's breakpoints, and at semicolons between them. */
export function splitStatements(sql: string): Statement[] {
  let line = 1
  const statements: Statement[] = []
  for (const text of sql.split(breakpoint)) {
    let at = 0
    let here = line
    for (const piece of splitSql(text)) {
      here += countLines(text, at, piece.offset)
      at = piece.offset
      if (!/^;?$/.test(stripComments(piece.text))) statements.push({ text: piece.text, line: here })
    }
    line += countLines(text, 0, text.length)
  }
  return statements
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

const leadingComments = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/

/** The text without leading comments and blanks; '' when there is nothing to run. */
export function stripComments(text: string): string {
  return text.replace(leadingComments, '').trim()
}

const WITHIN = 'PL/pgSQL function inline_code_block line 1 at EXECUTE'

/**
 * The text as a command that the server runs whole inside the current transaction or not at all: there it refuses a
 * COMMIT or ROLLBACK wherever in the text it may hide, which no search in the text would tell from the END of a function.
 */
export const withinTransaction = (text: string): string =>
  `do ${pg.escapeLiteral(`begin execute ${pg.escapeLiteral(text)}; end`)}`

/** An error of `withinTransaction`, as if the text itself had been sent. */
export function unwrapError(error: DatabaseError, text: string): DatabaseError {
  const { where, internalQuery, internalPosition } = error
  if (!where?.endsWith(WITHIN)) return error
  const own = `SQL statement "${text}"`
  const context = where.slice(0, -WITHIN.length).trim()
  error.where = context.endsWith(own) ? context.slice(0, -own.length).trim() : context
  if (internalQuery === text && internalPosition !== undefined) error.position = internalPosition
  return error
}

/**
 * Where and why a statement failed: the file with its line, Postgres's own words, and the line with a caret
 * below the place when Postgres gives a position.
 */
export function describeFailure(file: string, statement: Statement, error: DatabaseError): string[] {
  const place = locate(statement, error)
  const source = place.text.replaceAll('\t', ' ')
  const lines = [`${file}:${place.line}`, `${String(place.line).padStart(5)} | ${source}`]
  if (place.column !== undefined) lines.push(`      | ${' '.repeat(place.column)}^`)
  return [...lines, ...describeDatabaseError(error)]
}

// Postgres counts `position` in characters from 1, over the whole query it was sent.
function locate({ text, line }: Statement, error: DatabaseError) {
  const known = error.position !== undefined && !Number.isNaN(Number(error.position))
  const start = text.length - text.replace(leadingComments, '').length
  const characters = Array.from(text)
  const before = known
    ? characters.slice(0, Number(error.position) - 1).join('')
    : text.slice(0, Math.min(start, text.length))
  const row = before.split('\n').length - 1
  const source = text.split('\n')[row] ?? ''
  const column = known ? Array.from(before.slice(before.lastIndexOf('\n') + 1)).length : undefined
  return { line: line + row, text: source, column }
}
