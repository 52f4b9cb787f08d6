import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const COOKIE = 'last_write'
const HEADER = 'Last-Write'

/** How long a replica is expected to lag behind at most, in seconds. */
const MEMORY_S = 60

/**
 * The transaction in which this client has written last, as it was told by `rememberWritten`: browsers send the cookie
 * by themselves, other clients may send the header. A made-up one gains nothing but an answer of the primary, so it is
 * not signed.
 */
export function readWritten(c: Context): string | undefined {
  const text = c.req.header(HEADER) ?? getCookie(c, COOKIE)
  // xid8 has 64 bits.
  return text !== undefined && /^\d{1,18}$/.test(text) ? text : undefined
}

/** Tells the client in which transaction it has written, so that its next reads show what it wrote. */
export function rememberWritten(c: Context, transaction: string): void {
  c.header(HEADER, transaction)
  setCookie(c, COOKIE, transaction, { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: MEMORY_S })
}
