import { baseOf, resolveLink } from './resolve-link.ts'
import { childrenNamed, textOf, type XmlElement } from './xml-element.ts'

/** So many links of one kind are read: the last ones, which count for RSS. */
export const MAX_LINKS = 100

/** The addresses an entry or feed gives in its `link` elements, absolute, in the order of their worth. */
export interface Links {
  /** Pages that are the thing itself. */
  own: string[]
  /** Others that belong to it. */
  related: string[]
  enclosures: string[]
  self: string | null
  hub: string | null
}

/**
 * Reads both kinds of `link`: text (RSS) and `href` with `rel` and `type` (RFC 4287 section 4.2.7). A page comes
 * before another form of the same, and a link without `rel`, or with an empty one, is an alternate.
 */
export function readLinks(holder: XmlElement, documentBase: string): Links {
  const links: Links = { own: [], related: [], enclosures: [], self: null, hub: null }
  const otherForms: string[] = []
  const rss: string[] = []
  for (const element of childrenNamed(holder, 'link').slice(-MAX_LINKS)) {
    const written = element.attributes.get('href') ?? (textOf(element) || element.attributes.get('url'))
    const href = resolveLink(written ?? element.attributes.get('rdf:resource'), baseOf(element, documentBase))
    if (!href) continue
    const rel = element.attributes.get('rel')?.trim().toLowerCase() || 'alternate'
    const type = (element.attributes.get('type') ?? 'text/html').toLowerCase()
    if (/(?:^|[\s/])alternate(?:\s|$)/.test(rel)) {
      // Of several links of RSS, readers take the last; they stand before those of other vocabularies.
      const isRss = holder.name === 'item' && !element.written.includes(':')
      if (isRss || !element.attributes.has('href')) rss.push(href)
      else if (/html/.test(type)) links.own.push(href)
      else otherForms.push(href)
    } else if (rel === 'self') links.self ??= href
    else if (rel === 'hub') links.hub ??= href
    else if (rel === 'enclosure') links.enclosures.push(href)
    else if (/^(related|via|canonical)$/.test(rel)) links.related.push(href)
  }
  return { ...links, own: [...rss.reverse(), ...links.own, ...otherForms] }
}
