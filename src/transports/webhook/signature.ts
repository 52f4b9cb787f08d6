const encoder = new TextEncoder()
const PREFIX = 'whsec_'

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

/** A new secret to sign webhooks with: 32 random bytes, as Standard Webhooks writes them. */
export const newSigningSecret = () => PREFIX + base64(crypto.getRandomValues(new Uint8Array(32)))

/**
 * The headers by which a receiver knows who sent a body, and that it saw it before: Standard Webhooks, `v1`
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 * @param id the same for each attempt
 */
export async function signatureHeaders(
  secret: string,
  { id, now, body }: { id: string; now: Date; body: string },
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signature = await hmac(secret, `${id}.${timestamp}.${body}`)
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${base64(signature)}` }
}

/** HMAC-SHA256 with a secret of Standard Webhooks. */
export async function hmac(secret: string, text: string): Promise<Uint8Array> {
  const bytes = Uint8Array.from(atob(secret.replace(PREFIX, '')), (character) => character.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
}
