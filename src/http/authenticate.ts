import type { Context } from 'hono'
import type { Config } from '../config.ts'
import { isLoopback } from '../database-url.ts'
import type { Credential } from '../db/credential.ts'
import { unauthenticated } from '../db/failures.ts'
import { readSession } from './session.ts'

/** `mb_` and 32 random bytes in base64url. */
const TOKEN = /^mb_[A-Za-z0-9_-]{43}$/

/** As much of a token as its owner needs to recognise it. */
export const PREFIX_LENGTH = 11

/** Whether a text has the form of a token; whether it is one, only the database knows. */
export const isToken = (text: string) => TOKEN.test(text)

/** A token of 32 bytes; random ones unless they are given. */
export function createToken(bytes: Uint8Array = crypto.getRandomValues(new Uint8Array(32))): string {
  const base64 = btoa(String.fromCharCode(...bytes))
  return `mb_${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}

/**
 * How a request says who it is: a bearer token (RFC 6750 §2.1), or else the pages' cookie. Whether it is true, the
 * statement that does the work finds out. A token that is sent counts alone, also when it turns out to be wrong.
 *
 * Without either the request acts as the demo user, only while the database is on this very machine: a deployed
 * function cannot reach a loopback address, so the convenience cannot be switched on by mistake. The request's own
 * host must be this machine as well, so that no foreign name that resolves to it (DNS rebinding) gets in; and where
 * `npm run dev` stands in front, it must come through there, as the simulator behind believes whatever host it is told.
 * @returns null when the request says nothing
 * @throws {AppError} `unauthenticated` when what it says cannot be a token
 */
export async function readCredential(c: Context, config: Config): Promise<Credential | null> {
  const header = c.req.header('authorization')
  if (header !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(header.trim())?.[1]
    if (!token || !isToken(token)) {
      throw unauthenticated('The Authorization header is not a token of this service: Bearer mb_…')
    }
    return { kind: 'token', token_hash: await hashToken(token) }
  }
  const session = await readSession(c, config.sessionSecrets)
  if (session !== null) return { kind: 'session', token_hash: await hashToken(session) }
  return isDemo(c, config) ? { kind: 'demo' } : null
}

function isDemo(c: Context, { hasDemoUser, demoKey }: Config): boolean {
  if (!hasDemoUser || !isLoopback(new URL(c.req.url).hostname)) return false
  return demoKey === null || c.req.header('x-demo-key') === demoKey
}

/** What an isolate has hashed lately: a reader's requests come in bursts, and to hash costs more than all else here. */
const hashes = new Map<string, string>()
const MAX_HASHES = 500

/** SHA-256 in lower-case hex: the only form in which a token is stored. */
export async function hashToken(token: string): Promise<string> {
  let hash = hashes.get(token)
  if (hash === undefined) {
    hash = toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)))
    if (hashes.size >= MAX_HASHES) hashes.clear()
    hashes.set(token, hash)
  }
  return hash
}

/** Bytes in lower-case hex. */
export const toHex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
