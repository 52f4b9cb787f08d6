import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import { toBase64url } from './base64url.ts'

/** How long a person may take to touch a key, in seconds. */
const LASTS_S = 300

const NAME = 'morning_brief_challenge'

/**
 * Makes a challenge for a passkey, and remembers it in a signed cookie: nothing is stored for who only asks.
 * @returns 32 random bytes in base64url
 */
export async function makeChallenge(c: Context, secrets: readonly string[]): Promise<string> {
  const challenge = toBase64url(crypto.getRandomValues(new Uint8Array(32)))
  await setSignedCookie(c, NAME, `${challenge}.${Date.now() + LASTS_S * 1000}`, secrets[0]!, {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: new URL(c.req.url).protocol === 'https:',
    maxAge: LASTS_S,
  })
  return challenge
}

/** The challenge of the cookie, once; null without one that is valid and not too old. */
export async function takeChallenge(c: Context, secrets: readonly string[]): Promise<string | null> {
  for (const secret of secrets) {
    const value = await getSignedCookie(c, secret, NAME)
    if (!value) continue
    deleteCookie(c, NAME, { path: '/' })
    const [challenge = '', until] = value.split('.')
    return Number(until) > Date.now() ? challenge : null
  }
  return null
}
