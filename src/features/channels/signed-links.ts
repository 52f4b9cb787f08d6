import type { Config } from '../../config.ts'
import { toBase64url } from '../../http/base64url.ts'

/** What a link in a mail may do for who holds it, without signing in: nothing else. */
export type LinkAction =
  | { action: 'confirm'; channel_id: number; until: number }
  | { action: 'unsubscribe'; channel_id: number }
  | { action: 'rate'; delivery_id: number; rating: 'up' | 'down' }

const encoder = new TextEncoder()
/** 128 bits of the signature are as many as nobody guesses. */
const SIGNATURE_BYTES = 16
/** No text of ours is longer. */
const MAX_LENGTH = 100

/** The text that stands for an action in a link: what it is, and a signature (HMAC-SHA256) of that. */
export async function signLink(action: LinkAction, { sessionSecrets }: Config): Promise<string> {
  const text = write(action)
  return `${text}.${await sign(text, sessionSecrets[0]!)}`
}

/**
 * The action that a link's text stands for. Any of the secrets may have signed it, so that one can be replaced.
 * @returns null when nobody of ours has signed it
 */
export async function readLink(
  text: string,
  { sessionSecrets }: Pick<Config, 'sessionSecrets'>,
): Promise<LinkAction | null> {
  if (text.length > MAX_LENGTH) return null
  const at = text.lastIndexOf('.')
  const [written, signature] = [text.slice(0, at), text.slice(at + 1)]
  for (const secret of sessionSecrets) {
    if (isSame(await sign(written, secret), signature)) return read(written)
  }
  return null
}

function write(link: LinkAction): string {
  switch (link.action) {
    case 'confirm':
      return `c.${link.channel_id}.${link.until}`
    case 'unsubscribe':
      return `u.${link.channel_id}`
    case 'rate':
      return `r.${link.delivery_id}.${link.rating}`
  }
}

function read(text: string): LinkAction | null {
  const [letter, id, more] = text.split('.')
  if (letter === 'c') return { action: 'confirm', channel_id: Number(id), until: Number(more) }
  if (letter === 'u') return { action: 'unsubscribe', channel_id: Number(id) }
  if (letter === 'r' && (more === 'up' || more === 'down'))
    return { action: 'rate', delivery_id: Number(id), rating: more }
  return null
}

const importKey = (secret: string) =>
  crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])

/** Keys by secret: importing one costs more than a signature, and a mail has dozens. */
const keys = new Map<string, ReturnType<typeof importKey>>()

function keyOf(secret: string): ReturnType<typeof importKey> {
  let key = keys.get(secret)
  if (!key) {
    key = importKey(secret)
    if (keys.size >= 10) keys.clear()
    keys.set(secret, key)
  }
  return key
}

async function sign(text: string, secret: string): Promise<string> {
  const bytes = await crypto.subtle.sign('HMAC', await keyOf(secret), encoder.encode(`link:${text}`))
  return toBase64url(new Uint8Array(bytes, 0, SIGNATURE_BYTES))
}

/** Compares in a time that does not tell how much of it is right. */
function isSame(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at)
  return difference === 0
}
