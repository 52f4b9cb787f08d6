import type { Context } from 'hono'
import type { Config } from '../config.ts'
import { isLoopback } from '../database-url.ts'
import type { Credential } from '../db/credential.ts'
import { AppError } from '../errors.ts'
import { toBase64url } from './base64url.ts'
import { hashToken } from './hash.ts'
import { readSessionCookie } from './session.ts'

/** `mb_` followed by 32 random bytes in base64url. */
const TOKEN = /^mb_[A-Za-z0-9_-]{43}$/

/** How many characters of a token are stored and shown, so that its owner can recognise it. */
export const PREFIX_LENGTH = 11

/** Whether a text has the form of a token. Only the database knows whether the token is valid. */
export const isToken = (text: string) => TOKEN.test(text)

/** Creates a token from 32 bytes, which are random by default. */
export function createToken(bytes: Uint8Array = crypto.getRandomValues(new Uint8Array(32))): string {
  return `mb_${toBase64url(bytes)}`
}

/** The error for a request without a credential. */
export const noCredential = () => new AppError('unauthenticated', 'Send a token: Authorization: Bearer mb_…')

/**
 * Reads the credential of a request: a bearer token (RFC 6750 §2.1), or else the session cookie of the pages. The
 * database verifies it later, in the transaction of the handler's statement. When a token is sent, the cookie is
 * ignored, even if the token turns out to be invalid.
 *
 * Without either, the request acts as the demo user, but only while the database is on this machine: a deployed
 * function cannot reach a loopback address, so this cannot be enabled in production by mistake. The host of the request
 * must be a loopback address, too; this keeps out other host names that resolve to this machine (DNS rebinding). Where
 * `npm run dev` stands in front, the request must come through it, because the simulator behind believes any host.
 * @returns null when the request has no credential
 * @throws {AppError} `unauthenticated` when the Authorization header does not have the form of a token
 */
export async function readCredential(c: Context, config: Config): Promise<Credential | null> {
  const header = c.req.header('authorization')
  if (header !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(header.trim())?.[1]
    if (!token || !isToken(token)) {
      throw new AppError(
        'unauthenticated',
        'The Authorization header is not a token of this service: Bearer mb_…',
      )
    }
    return { kind: 'token', token_hash: await hashToken(token) }
  }
  const session = await readSessionCookie(c, config.sessionSecrets)
  if (session !== null) return { kind: 'session', token_hash: await hashToken(session) }
  return isDemo(c, config) ? { kind: 'demo' } : null
}

function isDemo(c: Context, { hasDemoUser, demoKey }: Config): boolean {
  if (!hasDemoUser || !isLoopback(new URL(c.req.url).hostname)) return false
  return demoKey === null || c.req.header('x-demo-key') === demoKey
}
