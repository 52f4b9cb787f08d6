import type { XmlElement } from './xml-element.ts'

/** Elements that hold text only, in every feed format. */
const LEAVES = words(`
  title link guid pubdate comments category ttl language copyright generator managingeditor
  webmaster lastbuilddate docs updated published id dc:date dc:creator enclosure
`)
/** What begins the next field of an entry or a feed, so an open leaf before it was never closed. */
const FIELDS = words(`
  title link description guid pubdate comments category author enclosure item entry summary
  content content:encoded dc:date dc:creator updated published id lastbuilddate language ttl
  image managingeditor webmaster copyright generator docs
`)

/**
 * Whether opening `tag` (as written) inside `current` shows that `current` was never closed: a field opened
 * within a text-only field, or an entry within an entry (unless as the content of one).
 */
export function closesByOpening(current: XmlElement, tag: string): boolean {
  const opening = tag.toLowerCase().replace(/^(atom|rss):/, '')
  if (LEAVES.has(current.name) && FIELDS.has(opening)) return true
  if (current.name === 'link' && current.attributes.has('href')) return true
  return (opening === 'item' && current.inItem) || (opening === 'entry' && current.inEntry)
}

/** Whether an element of this name, in `parent`, is the entry or lies in it; what is content, or of another vocabulary, does not. */
export function liesIn(entry: 'item' | 'entry', name: string, parent: XmlElement): boolean {
  if (name === entry) return true
  if (name === 'content' || name === 'source' || name.includes(':')) return false
  return entry === 'item' ? parent.inItem : parent.inEntry
}

function words(list: string): Set<string> {
  return new Set(list.trim().split(/\s+/))
}
