/**
 * The identity of an article: SHA-256 (64 hex digits) of its link, with what never tells two stories apart taken
 * out: http or https, a leading `www.`, a slash at the end of the path, the order of query parameters. Title and
 * text are left out on purpose, so that the same story from a second feed, with tracking on its link (taken off
 * by `articleLink` before) or under a new headline, is the same row.
 *
 * @param link as `articleLink` returns it
 */
export async function contentHash(link: string): Promise<string> {
  return sha256Hex(identityOf(link))
}

/** SHA-256 of a text in UTF-8, as 64 hex digits. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The link as it is compared: `//host/path?query#fragment`. */
export function identityOf(link: string): string {
  const url = new URL(link)
  const host = url.host.replace(/^www\.(?=.*\.)/, '')
  const path = url.pathname.replace(/\/+$/, '')
  const query = url.search.slice(1).split('&').sort().join('&')
  return `//${host}${path}${query ? `?${query}` : ''}${url.hash}`
}
