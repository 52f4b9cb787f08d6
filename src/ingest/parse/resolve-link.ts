import type { XmlElement } from './xml-element.ts'

/** Stands for the address of a document that came without one (RFC 2606: resolves to nothing). */
export const UNKNOWN_BASE = 'https://feed.invalid/'

/** `link` made absolute against `base`, or null when it is empty or no address. Whitespace is not part of it. */
export function resolveLink(link: string | null | undefined, base: string): string | null {
  const trimmed = link?.trim().replace(/[\t\n\r]+\s*/g, '')
  if (!trimmed) return null
  return URL.parse(trimmed, base)?.href ?? null
}

/**
 * The base address inside an element: `xml:base` of it and its ancestors, each resolved against the one outside
 * it, the outermost against the document's address (XML Base, section 4). One that gives no http(s) address
 * is passed over.
 */
export function baseOf(element: XmlElement | null, documentBase: string): string {
  const stated: string[] = []
  for (let at = element; at; at = at.parent) {
    const base = at.attributes.get('xml:base') ?? at.attributes.get('base')
    if (base) stated.push(base)
  }
  return stated.reduceRight((outer, base) => {
    const inner = resolveLink(base, outer)
    return inner && /^https?:/.test(inner) ? inner : outer
  }, documentBase)
}
