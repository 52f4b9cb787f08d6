import type { Context } from 'hono'
import { AppError } from '../errors.ts'
import { createToken } from './authenticate.ts'
import type { AppEnv } from './env.ts'

/**
 * Creates the text of a new token. With an Idempotency-Key it is derived from the session secret and the request
 * (HMAC-SHA256, RFC 2104), so that a retry gets the same text although only its hash is stored.
 */
export async function tokenText(c: Context<AppEnv>): Promise<string> {
  const { idempotency, config } = c.var
  if (!idempotency) return createToken()
  const encode = (text: string) => new TextEncoder().encode(text)
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encode(config.sessionSecrets[0]!), hmac, false, ['sign'])
  const credential = await c.var.credential()
  const who = credential && 'token_hash' in credential ? credential.token_hash : null
  const message = JSON.stringify(['token', who, idempotency.key, idempotency.fingerprint])
  return createToken(new Uint8Array(await crypto.subtle.sign('HMAC', key, encode(message))))
}

/**
 * The error for a retry that derives another text than the first request did, because the session secret was replaced
 * or the retry was sent with another token or session.
 * @param made what the first request made, e.g. `The link was made`
 */
export const cannotShow = (made: string): AppError =>
  new AppError('conflict', `${made}, but its text can no longer be shown. Make another one.`)
