import { sql } from 'drizzle-orm'
import { type AnyPgColumn, bigint, customType, integer } from 'drizzle-orm/pg-core'

/** By position instead of by a regular expression, because every row has two of these and this is faster. */
function toIso8601(text: string): string {
  const hasMinutes = text.at(-3) === ':'
  return `${text.slice(0, 10)}T${text.slice(11)}${hasMinutes ? '' : ':00'}`
}

/**
 * A moment, read and written as ISO 8601 text: the same text in the row, in TypeScript and in JSON. Postgres writes
 * `2026-11-25 06:00:00.123456+00`, and in JSON, as here, `2026-11-25T06:00:00.123456+00:00`.
 */
export const moment = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: toIso8601,
})

/** `created_at` and `updated_at`; a trigger (0002_updated_at) keeps the second, so no client can forget it. */
export const timestamps = {
  created_at: moment().notNull().default(sql`now()`),
  updated_at: moment().notNull().default(sql`now()`),
}

/** For checks: a text column has at most so many characters. */
export const hasAtMost = (column: AnyPgColumn, characters: number) =>
  sql`char_length(${column}) <= ${sql.raw(String(characters))}`

/** The same in bytes, which Postgres knows without reading a long value; for JSON, the bytes of its text. */
export const hasAtMostBytes = (column: AnyPgColumn, bytes: number) =>
  sql`octet_length(${column}::text) <= ${sql.raw(String(bytes))}`

/** Identity key of a table that people fill. */
export const id = () => integer().generatedAlwaysAsIdentity().primaryKey()

/** Identity key of a table that grows with time; a JSON number, exact to 2^53. */
export const bigId = () => bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey()
