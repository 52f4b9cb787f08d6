import type { Credential } from '../db/credential.ts'
import { unauthenticated } from '../db/database.ts'

/** `mb_` and 32 random bytes in base64url. */
const TOKEN = /^mb_[A-Za-z0-9_-]{43}$/

/**
 * How a request says who it is (RFC 6750 §2.1). Whether it is true, the statement that does the work finds out.
 *
 * Without a header the request acts as the demo user, only while the database is on this very machine: a
 * deployed function cannot reach a loopback address, so the convenience cannot be switched on by mistake.
 * @returns null when the request says nothing
 * @throws {AppError} `unauthenticated` when what it says cannot be a token
 */
export async function readCredential(request: Request, isLocalDatabase: boolean): Promise<Credential | null> {
  const header = request.headers.get('authorization')
  if (header === null) return isLocalDatabase ? { kind: 'demo' } : null
  const token = /^Bearer +(\S+)$/i.exec(header.trim())?.[1]
  if (!token || !TOKEN.test(token)) {
    throw unauthenticated('The Authorization header is not a token of this service: Bearer mb_…')
  }
  return { kind: 'token', token_hash: await hashToken(token) }
}

/** SHA-256 in lower-case hex: the only form in which a token is stored. */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
