/** Bytes in lower-case hex. */
export const toHex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

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
