import { cutText } from '../normalise/cut-text.ts'
import { decodeBytes } from '../parse/decode-bytes.ts'
import { parseXml } from '../parse/parse-xml.ts'
import { elementsOf, type XmlElement } from '../parse/xml-element.ts'

/** An outline of a subscription list that means a feed. */
export interface OpmlOutline {
  title: string
  /** As written; null when the outline names none. */
  feed_url: string | null
  site_url: string | null
  /** The folders around it, the outermost first, then its own categories: as many and as long as tags may be. */
  folders: readonly string[]
}

/** A list has no more feeds than this. */
export const MAX_OUTLINES = 2000
/** A feed has no more tags than this, and none longer. */
export const MAX_TAGS = 32
export const MAX_TAG = 64
/** So much of a list of categories is read. */
const MAX_CATEGORIES = 4096

/** The document is no OPML, or more than is read of it. `message` is for people. */
export class NotOpmlError extends Error {
  override readonly name = 'NotOpmlError'
}

/**
 * The feeds of a subscription list (OPML 1.0, 1.1, 2.0), in their order. As tolerant as the reader of feeds, whose
 * parser it is: any encoding, unclosed tags, bare ampersands; no entity is expanded, so none can reach out or grow.
 * @throws {NotOpmlError} when nothing in it is an outline, or too much is
 */
export async function readOpml(bytes: Uint8Array, contentType: string | null): Promise<OpmlOutline[]> {
  const { root, isCut } = await parseXml(decodeBytes(bytes, contentType).text)
  const found: OpmlOutline[] = []
  let isOpml = false
  const read = (element: XmlElement, folders: readonly string[]) => {
    for (const child of elementsOf(element)) {
      if (found.length > MAX_OUTLINES) return
      const isOne = isOutline(child)
      isOpml ||= isOne || /^opml$/i.test(child.written)
      read(child, isOne ? readOutline(child, folders, found) : folders)
    }
  }
  read(root, [])
  if (!isOpml) {
    throw new NotOpmlError(
      'The body is not OPML: no <opml> and no <outline> is in it. Send the subscription list that a feed reader exports.',
    )
  }
  if (isCut || found.length > MAX_OUTLINES) {
    throw new NotOpmlError(
      `The list is longer than is imported at once, which is ${MAX_OUTLINES} feeds. Send it in parts.`,
    )
  }
  return found
}

const isOutline = ({ written }: XmlElement) => /^(\w+:)?outline$/i.test(written)

/**
 * Adds the outline to those found, if it means a feed.
 * @returns the folders that the outlines in it lie in
 */
function readOutline(
  outline: XmlElement,
  folders: readonly string[],
  found: OpmlOutline[],
): readonly string[] {
  const of = (name: string) => outline.attributes.get(name)?.trim() || null
  const title = outline.attributes.get(of('title') ? 'title' : 'text') ?? ''
  const feed_url = of('xmlurl') ?? (/^(rss|atom|json)$/i.test(of('type') ?? '') ? of('url') : null)
  const site_url = of('htmlurl') ?? (feed_url ? null : of('url'))
  if (feed_url === null && site_url === null && !/^(rss|atom)$/i.test(of('type') ?? '')) {
    return title.trim() ? joinTags(folders, [title]) : folders
  }
  found.push({ title, feed_url, site_url, folders: joinTags(folders, categoriesOf(of('category'))) })
  return folders
}

/** Cut where they are read: a folder's name is looked at once, and not for each feed that lies in it. */
function joinTags(folders: readonly string[], more: readonly string[]): readonly string[] {
  const room = MAX_TAGS - folders.length
  if (more.length === 0 || room <= 0) return folders
  return [...folders, ...more.slice(0, room).map((name) => cutText(name, MAX_TAG))]
}

/** OPML 2.0: "/Boston/Weather,/Harvard": slash-delimited, comma-separated. */
const categoriesOf = (category: string | null): string[] =>
  (category ?? '')
    .slice(0, MAX_CATEGORIES)
    .split(/[,/]/)
    .map((part) => part.trim())
    .filter(Boolean)
