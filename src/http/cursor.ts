import type { Context } from 'hono'
import * as z from 'zod'
import type { Page } from '../db/page.ts'

/** What a part of a key may be, and the type it has in TypeScript. */
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

/** Longer than any cursor of ours. */
const MAX_LENGTH = 255

/**
 * A keyset cursor in a query: the sort key of the last row of a page, opaque to clients (base64url of JSON). Unlike an
 * offset it costs the same on every page and neither skips nor repeats rows as others arrive.
 * @param parts what the key is made of, e.g. `'moment', 'uuid'`
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

function isKey<Parts extends readonly Part[]>(key: unknown, parts: Parts): key is Key<Parts> {
  return (
    Array.isArray(key) &&
    key.length === parts.length &&
    parts.every((part, at) => PARTS[part].safeParse(key[at]).success)
  )
}

/**
 * Names the next page (RFC 8288) where there may be one: the same request with a cursor to the last row of this one.
 * @param page its rows; a page that was cut because more would not fit has a next one, however few its rows
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

/** A key as `cursorOf` reads it. */
export function encodeCursor(key: readonly (string | number)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(key))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** The JSON in a cursor; undefined where there is none. */
function decode(cursor: string): unknown {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0))
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    return undefined
  }
}
