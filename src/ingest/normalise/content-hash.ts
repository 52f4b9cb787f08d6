import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { trimEnd } from './trim-ends.ts'

/**
 * The identity of an article: SHA-256 (64 hex digits) of its link, with what never tells two stories apart taken
 * out: http or https, a leading `www.`, a slash at the end of the path, the order of query parameters. Title and
 * text are left out on purpose, so that the same story from a second feed, with tracking on its link (taken off
 * by `articleLink` before) or under a new headline, is the same row.
 *
 * @param link as `articleLink` returns it
 */
export function contentHash(link: string): string {
  return sha256Hex(identityOf(link))
}

/**
 * SHA-256 of a text in UTF-8, as 64 hex digits. Not by `crypto.subtle`: a feed has thousands of short texts to hash,
 * and a promise costs more than the hash.
 */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

/** The link as it is compared: `//host/path?query#fragment`. */
export function identityOf(link: string): string {
  const url = new URL(link)
  const host = url.host.replace(/^www\.(?=.*\.)/, '')
  const path = trimEnd(url.pathname, '/')
  const query = url.search.slice(1).split('&').sort().join('&')
  return `//${host}${path}${query ? `?${query}` : ''}${url.hash}`
}
