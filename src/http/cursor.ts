import type { Context } from 'hono'
import * as z from 'zod'
import type { Page } from '../db/page.ts'
import { fromBase64url, toBase64url } from './base64url.ts'

/** The types that a part of a sort key can have, each with the schema that checks it. */
const PARTS = {
  moment: z
    .string()
    .regex(/^[\d:.T+-]{20,40}$/)
    .refine((text) => !Number.isNaN(Date.parse(text))),
  date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .refine((text) => !Number.isNaN(Date.parse(text))),
  number: z.int(),
  uuid: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
}

type Part = keyof typeof PARTS
type Key<Parts extends readonly Part[]> = { [At in keyof Parts]: z.output<(typeof PARTS)[Parts[At]]> }

/** No cursor of ours is as long as this. */
const MAX_LENGTH = 255

/** What OpenAPI says about a cursor. */
export const CURSOR_META = {
  type: 'string',
  maxLength: MAX_LENGTH,
  param: { description: 'Where the next page begins: from the `Link` header of the page before.' },
} as const

/**
 * A keyset cursor in a query: the sort key of the last row of the page before, opaque to clients (base64url of JSON).
 * Unlike an offset it costs the same on every page, and no row is skipped or repeated when rows are inserted meanwhile.
 * @param parts the types of the key's parts, e.g. `'moment', 'uuid'`
 */
export const cursorOf = <Parts extends readonly [Part, ...Part[]]>(...parts: Parts) =>
  z
    .string()
    .max(MAX_LENGTH)
    .transform((text, context): Key<Parts> => {
      const key = decode(text)
      if (isKey(key, parts)) return key
      context.addIssue({ code: 'custom', message: 'is not a cursor of this list; start again without it' })
      return z.NEVER
    })
    .meta(CURSOR_META)

function isKey<Parts extends readonly Part[]>(key: unknown, parts: Parts): key is Key<Parts> {
  return (
    Array.isArray(key) &&
    key.length === parts.length &&
    parts.every((part, at) => PARTS[part].safeParse(key[at]).success)
  )
}

/**
 * Adds the Link header with `rel="next"` (RFC 8288) when the page is full: the same URL with the cursor of its last row.
 * @param page its rows; a page that was cut for its size is full, however few its rows
 */
export function linkNext<Row>(
  c: Context,
  page: readonly Row[] | Page<Row>,
  limit: number,
  keyOf: (last: Row) => readonly (string | number)[],
): void {
  const { rows, isCut } = 'rows' in page ? page : { rows: page, isCut: false }
  const last = rows.at(-1)
  if (last === undefined || (rows.length < limit && !isCut)) return
  const query = new URLSearchParams(c.req.query())
  query.delete('offset')
  query.set('cursor', encodeCursor(keyOf(last)))
  c.header('Link', `<${c.req.path}?${query}>; rel="next"`)
}

/** Writes a sort key as a cursor, which `cursorOf` reads. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return toBase64url(new TextEncoder().encode(JSON.stringify(key)))
}

/** The JSON in a cursor, or undefined when it holds none. */
function decode(cursor: string): unknown {
  try {
    return JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(fromBase64url(cursor)),
    )
  } catch {
    return undefined
  }
}
