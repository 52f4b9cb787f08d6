import * as z from 'zod'

/** Postgres text holds neither NUL nor half a character, so such a value is refused here, by name. */
const storable = (s: string) => !s.includes('\u0000') && s.isWellFormed()
const NOT_STORABLE = 'must not contain NUL or half of a surrogate pair'

/** Text of at most `max` characters (code points, as Postgres counts them). */
export const text = (max?: number) =>
  z
    .string({ error: 'must be a text' })
    .refine(storable, NOT_STORABLE)
    .refine(
      (s) => max === undefined || s.length <= max || (s.length <= 2 * max && [...s].length <= max),
      `must have at most ${max} characters`,
    )
    .meta(max === undefined ? {} : { maxLength: max })

/** Text that says something: 1 to `max` characters, not only white space. */
export const filledText = (max: number) =>
  text(max)
    .refine((s) => /\S/.test(s), 'must not be blank')
    .meta({ minLength: 1, maxLength: max })

/** A whole number written in a path or query. */
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

/** Identity of a row in a path; `bigId` for tables that grow with time. */
export const id = () => wholeNumber(1, 2 ** 31 - 1).meta({ examples: [1] })
export const bigId = () => wholeNumber(1, Number.MAX_SAFE_INTEGER).meta({ examples: [1] })
/** Of any version: what Postgres takes, and other services have made. */
export const uuid = () => z.guid({ error: 'must be a UUID' })

/** Whether Postgres holds a date or moment that RFC 3339 allows: no year 0, no offset of 16 hours or more. */
export const isHeld = (written: string) => !/^0000|[+-](1[6-9]|2\d):\d\d$/.test(written)

/** A moment in a response, as Postgres writes it in JSON. */
export const moment = () =>
  z.iso.datetime({ offset: true }).meta({ examples: ['2026-11-21T06:00:00.123456+00:00'] })

/** The timestamps that every row carries. */
export const timestamps = { created_at: moment(), updated_at: moment() }
