import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { INVITATION_S } from '../features/users/invite.ts'
import { createToken } from '../http/authenticate.ts'
import { hashToken } from '../http/hash.ts'
import { createMailedLink } from './mailed-link-query.ts'
import type { ClaimedMessage } from './queries.ts'

/** How long the link works for who asks for it, in seconds. */
const LASTS_S = 600

/**
 * Makes the link that a message asks for, when its address is somebody's. The code follows from the message and the
 * attempt, so that the outbox holds no secret; a used link does not come to life again when its message is sent again.
 */
export async function mailSignInLink(
  database: Database,
  { id, purpose, attempts, address, created_at }: ClaimedMessage,
  { sessionSecrets }: Config,
): Promise<{ email: string; code: string } | null> {
  const encode = (text: string) => new TextEncoder().encode(text)
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encode(sessionSecrets[0]!), hmac, false, ['sign'])
  const text = JSON.stringify(['sign-in by mail', id, created_at, attempts])
  const code = createToken(new Uint8Array(await crypto.subtle.sign('HMAC', key, encode(text))))
  const hash = await hashToken(code)
  const lasts_s = purpose === 'invitation' ? INVITATION_S : LASTS_S
  const found = await database.run(createMailedLink, { address: address ?? '', hash, lasts_s })
  return found && { email: found.email, code }
}
