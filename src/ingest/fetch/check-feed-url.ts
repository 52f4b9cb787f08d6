import type { FetchPolicy } from './policy.ts'
import { whyNotPublic } from './public-host.ts'

export type CheckedUrl =
  | { ok: true; url: URL }
  | { ok: false; outcome: 'invalid_url' | 'blocked_address'; reason: string }

const MAX_LENGTH = 2048
const invalid = (reason: string): CheckedUrl => ({ ok: false, outcome: 'invalid_url', reason })
const blocked = (reason: string): CheckedUrl => ({ ok: false, outcome: 'blocked_address', reason })

/**
 * Decides whether an address may be fetched, and answers it parsed (WHATWG URL), without fragment and without
 * the dot that ends a fully qualified name. Asked for a source's address and again at every redirect.
 *
 * What it cannot see is DNS: a public name may resolve to a private address, and neither Workers nor Node lets
 * fetch be pinned to an address looked up before. On Workers that is harmless, since a Worker's requests leave
 * from Cloudflare's network, which reaches no private one of ours. On a laptop nothing stands in between: there
 * a source whose DNS lies can reach what the laptop reaches, so add only sources you trust.
 *
 * @param base a redirect's own address, against which its `Location` is resolved
 */
export function checkFeedUrl(
  text: string,
  policy: Pick<FetchPolicy, 'allowedOrigins'>,
  base?: URL,
): CheckedUrl {
  const address = text.trim()
  if (address === '') return invalid('the address is empty; give one that starts with https://')
  if (address.length > MAX_LENGTH) return invalid(`the address is longer than ${MAX_LENGTH} characters`)
  if (hasControl(address)) return invalid('the address contains a line break or another control character')
  const url = parse(address, base)
  if (url === null) return invalid(`"${shorten(address)}" is not a URL; give one that starts with https://`)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return invalid(`${url.protocol} addresses are not fetched; give one that starts with https://`)
  if (url.username !== '' || url.password !== '')
    return invalid('the address contains a user name or a password; remove the part before the @')
  url.hash = ''
  if (policy.allowedOrigins.includes(url.origin)) return { ok: true, url }
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
  if (url.hostname.split('.').includes('')) return invalid(`"${url.hostname}" is not a valid host name`)
  if (!['', '80', '443'].includes(url.port))
    return blocked(`port ${url.port} is not fetched; only ports 80 and 443 are`)
  const reason = whyNotPublic(url.hostname)
  return reason === null ? { ok: true, url } : blocked(reason)
}

function parse(address: string, base: URL | undefined): URL | null {
  try {
    return new URL(address, base)
  } catch {
    return null
  }
}

/** The WHATWG parser drops tabs and line breaks in silence, which hides what was really typed. */
function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\x7f')
}

const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text)
