/** Bytes in lower-case hex. */
export const toHex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Cache of recent hashes: a client sends its requests in bursts, and hashing is the costliest step of authentication. */
const hashes = new Map<string, string>()
const MAX_HASHES = 500

/** SHA-256 of a token in lower-case hex; only this hash is stored. */
export async function hashToken(token: string): Promise<string> {
  let hash = hashes.get(token)
  if (hash === undefined) {
    hash = toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)))
    if (hashes.size >= MAX_HASHES) hashes.clear()
    hashes.set(token, hash)
  }
  return hash
}
