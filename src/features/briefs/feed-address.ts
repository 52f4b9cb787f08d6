import type { Context } from 'hono'
import type { AppEnv } from '../../http/env.ts'
import { hashToken } from '../../http/hash.ts'
import { tokenText } from '../../http/token-text.ts'

/**
 * An address for a private feed: `mbf_` and 32 bytes in base64url, which open the feed and nothing else. A new one,
 * but under an Idempotency-Key the same each time.
 * @returns the token's hash is what is stored; the token and the address are shown once
 */
export async function createFeedAddress(
  c: Context<AppEnv>,
): Promise<{ token: string; hash: string; url: string }> {
  const token = (await tokenText(c)).replace(/^mb_/, 'mbf_')
  const url = new URL(`/api/v1/briefs.atom?token=${token}`, c.req.url).href
  return { token, hash: await hashToken(token), url }
}
