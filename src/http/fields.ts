import type { Column } from 'drizzle-orm'
import * as z from 'zod'

/** Types the examples of a schema, so that one that does not match the schema does not compile. */
declare module 'zod' {
  interface GlobalMeta {
    examples?: z.$output[]
  }
}

/** Postgres cannot store NUL or half of a surrogate pair, so refuse it here, where the field can be named. */
const storable = (s: string) => !s.includes('\u0000') && s.isWellFormed()
const NOT_STORABLE = 'must not contain NUL or half of a surrogate pair'

/** The maximum number of characters, or the column that defines it: `varchar(255)`. */
type Limit = number | Column

function charactersOf(limit: Limit | undefined): number | undefined {
  if (typeof limit !== 'object') return limit
  return 'length' in limit && typeof limit.length === 'number' ? limit.length : undefined
}

/** Text of limited length, counted in code points as Postgres does. */
export const text = (limit?: Limit) => {
  const max = charactersOf(limit)
  return z
    .string({ error: 'must be a text' })
    .refine(storable, NOT_STORABLE)
    .refine(
      (s) => max === undefined || s.length <= max || (s.length <= 2 * max && [...s].length <= max),
      `must have at most ${max} characters`,
    )
    .meta(max === undefined ? {} : { maxLength: max })
}

/** Text of limited length that is not blank. */
export const filledText = (limit: Limit) => {
  const max = charactersOf(limit)
  return text(limit)
    .refine((s) => /\S/.test(s), 'must not be blank')
    .meta({ minLength: 1, ...(max !== undefined && { maxLength: max }) })
}

/** An address that a page can make a link of, without risk: http or https. */
export const webAddress = (limit: Limit) =>
  text(limit)
    .refine(
      (s) => /^https?:\/\/[^\s/]/.test(s) && URL.canParse(s),
      'must be an address such as https://example.org/',
    )
    .meta({ minLength: 1, maxLength: charactersOf(limit) ?? 1024 })

/** An integer in a path or query. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`)
    .meta({ type: 'integer', minimum: min, maximum: max })

/** `true` or `false` in a query. */
export const flag = () =>
  z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((s) => s === 'true')
    .meta({ type: 'boolean' })

/** `limit` in the query of a list, and what it is when the query does not say. */
export const pageLimit = (max: number, fallback: number) =>
  wholeNumber(1, max)
    .default(fallback)
    .meta({ param: { description: `How many rows at most; ${fallback} when it is not given.` } })

// The schemas of ids are shared, because creating schemas is most of the work of a cold start.
const THE_ROW = { param: { description: 'The id of the row.' } }
const FOREIGN_ID = wholeNumber(1, 2 ** 31 - 1).meta({ examples: [1] })
const ID = FOREIGN_ID.meta({ examples: [1], ...THE_ROW })
const BIG_ID = wholeNumber(1, Number.MAX_SAFE_INTEGER).meta({ examples: [1], ...THE_ROW })
const UUID = z.guid({ error: 'must be a UUID' }).meta(THE_ROW)
/** The id of a row, in a path. */
export const id = () => ID
/** The same for tables that grow with time. */
export const bigId = () => BIG_ID
/** The same for rows with a UUID. Every UUID version is accepted, as Postgres does. */
export const uuid = () => UUID
/** The id of a row that other rows refer to, in a query. */
export const foreignId = () => FOREIGN_ID

/** Whether Postgres accepts a date or timestamp that RFC 3339 allows: it has no year 0 and no offset of 16 hours or more. */
export const isInPostgresRange = (text: string) => !/^0000|[+-](1[6-9]|2\d):\d\d$/.test(text)

/** The timestamp in examples. */
export const EXAMPLE_MOMENT = '2026-11-21T06:00:00.123456+00:00'

/** A timestamp in a response, in the form that Postgres writes to JSON. */
export const moment = () => MOMENT
const MOMENT = z.iso.datetime({ offset: true }).meta({ examples: [EXAMPLE_MOMENT] })

/** The timestamps of examples. */
export const exampleTimes = { created_at: EXAMPLE_MOMENT, updated_at: EXAMPLE_MOMENT }
