import { base64url, hashToken } from '../../http/authenticate.ts'

/**
 * A new address of a private feed: `mbf_` and 32 random bytes in base64url, which open the feed and nothing else.
 * @param here any address of this service
 * @returns the token's hash is what is stored; the token and the address are shown once
 */
export async function createFeedAddress(here: string): Promise<{ token: string; hash: string; url: string }> {
  const token = `mbf_${base64url(crypto.getRandomValues(new Uint8Array(32)))}`
  const url = new URL(`/api/v1/briefs.atom?token=${token}`, here).href
  return { token, hash: await hashToken(token), url }
}
