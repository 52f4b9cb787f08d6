import { mendAddress } from './mend-address.ts'
import type { StatedBase, XmlElement } from './xml-element.ts'

/** Stands for the address of a document that came without one (RFC 2606: resolves to nothing). */
export const UNKNOWN_BASE = 'https://feed.invalid/'

/** Longer than any address that is stored; what is longer is no address, but made to cost memory. */
export const MAX_ADDRESS = 4096

/** As much as is stored of the address of a feed or a site. Each link below one would be as long as it, and longer. */
const MAX_BASE = 512

/** The address if links can be resolved against it: http(s), and not too long. */
export const asBase = (address: string | null): string | null =>
  address && address.length <= MAX_BASE && /^https?:/.test(address) ? address : null

/** `link`, mended, made absolute against `base`, or null when it is empty, far too long, or no address. */
export function resolveLink(link: string | null | undefined, base: string): string | null {
  if (!link || link.length > MAX_ADDRESS) return null
  const mended = mendAddress(link, base)
  if (!mended) return null
  const address = URL.parse(mended, base)?.href ?? null
  return address !== null && address.length <= MAX_ADDRESS ? address : null
}

/**
 * What the links of entries are resolved against if relative: the document's address, but the site's where the feed is
 * kept by another host (a feed service, a CDN), on which none of its pages are.
 *
 * @param site the page the feed names as its own, absolute
 */
export function siteBase(site: string | null, documentBase: string): string {
  const host = (address: string) => URL.parse(address)?.hostname.replace(/^www\./, '') ?? ''
  const own = asBase(site)
  return own && host(own) !== host(documentBase) ? own : documentBase
}

/**
 * The base address inside an element: `xml:base` of it and its ancestors, each resolved against the one outside
 * it, the outermost against the document's address (XML Base, section 4). One that gives no http(s) address, or one
 * too long for a feed or a site, is passed over.
 */
export function baseOf(element: XmlElement | null, documentBase: string): string {
  return resolveBase(element?.base ?? null, documentBase)
}

function resolveBase(base: StatedBase | null, documentBase: string): string {
  if (!base) return documentBase
  if (base.resolved?.against === documentBase) return base.resolved.address
  const outer = resolveBase(base.outer, documentBase)
  const address = asBase(resolveLink(base.stated, outer)) ?? outer
  base.resolved = { against: documentBase, address }
  return address
}
