import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const COOKIE = 'last_write'
const HEADER = 'Last-Write'

/** The longest replication lag that is expected, in seconds. */
const MAX_LAG_S = 60

/**
 * The id of this client's last write transaction, which `sendLastWrite` has sent: browsers return the cookie by
 * themselves, other clients may return the header. It is not signed, because a forged one only makes the primary answer
 * instead of a replica.
 */
export function readLastWrite(c: Context): string | undefined {
  const text = c.req.header(HEADER) ?? getCookie(c, COOKIE)
  // Postgres' xid8 is a 64-bit number; 18 digits always fit.
  return text !== undefined && /^\d{1,18}$/.test(text) ? text : undefined
}

/** Sends the client the id of its write transaction, so that its next reads do not use a replica that lags behind it. */
export function sendLastWrite(c: Context, transaction: string): void {
  c.header(HEADER, transaction)
  setCookie(c, COOKIE, transaction, { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: MAX_LAG_S })
}
