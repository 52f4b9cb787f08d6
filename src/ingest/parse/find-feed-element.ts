import { elementsOf, type XmlElement } from './xml-element.ts'

const ROOTS = new Set(['rss', 'rdf:rdf', 'rdf', 'feed', 'channel'])
const ENTRIES = new Set(['item', 'entry'])
/** Children of a feed that never hold its entries, though they may hold something called item. */
const NOT_HOLDERS = new Set([
  'image',
  'textinput',
  'items',
  'title',
  'description',
  'link',
  'content',
  'source',
])

/**
 * The element that is the feed: `rss`, `rdf:RDF`, `feed` or a bare `channel`, at the top or a few levels down
 * (error messages before it, envelopes around it). Bare entries without any of them make their parent the feed.
 * Null when there is none; inside an HTML page none is looked for.
 */
export function findFeedElement(root: XmlElement): XmlElement | null {
  let level = [root]
  for (let depth = 0; depth < 6 && level.length > 0; depth += 1) {
    const below = level.flatMap((element) => (isPage(element) ? [] : elementsOf(element)))
    const found = below.find((element) => ROOTS.has(element.name) && !isForeignRdf(element))
    if (found) return found
    const holder = level.find((element) => elementsOf(element).some((child) => ENTRIES.has(child.name)))
    if (holder) return holder
    level = below.slice(0, 1000)
  }
  return null
}

/** The feed's entries in document order: in the feed, its channel, or beside the channel as RSS 1.0 has them. */
export function itemsOf(feed: XmlElement): XmlElement[] {
  const items: XmlElement[] = []
  const gather = (holder: XmlElement, depth: number) => {
    for (const child of elementsOf(holder)) {
      if (ENTRIES.has(child.name)) items.push(child)
      else if (depth < 4 && !NOT_HOLDERS.has(child.name)) gather(child, depth + 1)
    }
  }
  gather(feed, 0)
  return items
}

function isPage(element: XmlElement): boolean {
  return element.name === 'html' || element.name === 'xhtml:html'
}

/** RDF that describes something else (a FOAF file) has neither channel nor items. */
function isForeignRdf(element: XmlElement): boolean {
  if (!element.name.startsWith('rdf')) return false
  const children = elementsOf(element)
  return children.length > 0 && !children.some((child) => child.name === 'channel' || child.name === 'item')
}
