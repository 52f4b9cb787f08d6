import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'

/** How long a session lasts, in seconds: 30 days. */
export const SESSION_S = 30 * 24 * 3600

const NAME = 'morning_brief'

/** The `__Host-` prefix (RFC 6265bis §4.1.3.2) needs TLS, which a laptop does not have. */
const prefix = (c: Context) => (new URL(c.req.url).protocol === 'https:' ? ('host' as const) : undefined)

/**
 * The session in the request's cookie; null when there is none, or none that this service signed.
 * @param secrets any of them may have signed it
 */
export async function readSession(c: Context, secrets: readonly string[]): Promise<string | null> {
  if (!c.req.header('cookie')?.includes(NAME)) return null
  for (const secret of secrets) {
    const session = await getSignedCookie(c, secret, NAME, prefix(c))
    if (session) return session
  }
  return null
}

/** Gives the session to the browser, in a cookie that no script reads and no other site's form sends. */
export async function writeSession(c: Context, session: string, secrets: readonly string[]): Promise<void> {
  await setSignedCookie(c, NAME, session, secrets[0]!, {
    ...attributes(c),
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: SESSION_S,
  })
}

/** Takes the session from the browser. */
export function forgetSession(c: Context): void {
  deleteCookie(c, NAME, attributes(c))
}

function attributes(c: Context) {
  const host = prefix(c)
  return { path: '/', ...(host && { secure: true, prefix: host }) }
}
