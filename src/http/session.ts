import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'

/** How long a session lasts from its last use, in seconds: 30 days. */
export const SESSION_S = 30 * 24 * 3600

const NAME = 'morning_brief'

/** The `__Host-` prefix (RFC 6265bis §4.1.3.2) needs TLS, which a laptop does not have. */
const prefix = (c: Context) => (new URL(c.req.url).protocol === 'https:' ? ('host' as const) : undefined)

/**
 * The session token in the request's cookie; null without a cookie, or when its signature is invalid.
 * @param secrets the signature is valid if it was made with any of them
 */
export async function readSessionCookie(c: Context, secrets: readonly string[]): Promise<string | null> {
  if (!c.req.header('cookie')?.includes(NAME)) return null
  for (const secret of secrets) {
    const session = await getSignedCookie(c, secret, NAME, prefix(c))
    if (session) return session
  }
  return null
}

/** Sets the session cookie. Scripts cannot read it, and forms of other sites do not send it. */
export async function setSessionCookie(
  c: Context,
  session: string,
  secrets: readonly string[],
): Promise<void> {
  await setSignedCookie(c, NAME, session, secrets[0]!, {
    ...attributes(c),
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: SESSION_S,
  })
}

/** Lets the request's session cookie last as long as one that begins now, unless the response ends it. */
export async function renewSessionCookie(c: Context, secrets: readonly string[]): Promise<void> {
  if (c.res.headers.has('set-cookie')) return
  const session = await readSessionCookie(c, secrets)
  if (session !== null) await setSessionCookie(c, session, secrets)
}

/** Deletes the session cookie. */
export function deleteSessionCookie(c: Context): void {
  deleteCookie(c, NAME, attributes(c))
}

function attributes(c: Context) {
  const host = prefix(c)
  return { path: '/', ...(host && { secure: true, prefix: host }) }
}
