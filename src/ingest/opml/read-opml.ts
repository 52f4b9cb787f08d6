import { decodeBytes } from '../parse/decode-bytes.ts'
import { parseXml } from '../parse/parse-xml.ts'
import { elementsOf, type XmlElement } from '../parse/xml-element.ts'

/** An outline of a subscription list that means a feed. */
export interface OpmlOutline {
  title: string
  /** As written; null when the outline names none. */
  feed_url: string | null
  site_url: string | null
  /** The folders around it, the outermost first, then its own categories. */
  folders: string[]
}

/** The document is no OPML. `message` is for people. */
export class NotOpmlError extends Error {
  override readonly name = 'NotOpmlError'
}

/**
 * The feeds of a subscription list (OPML 1.0, 1.1, 2.0), in their order. As tolerant as the reader of feeds, whose
 * parser it is: any encoding, unclosed tags, bare ampersands; no entity is expanded, so none can reach out or grow.
 * @throws {NotOpmlError} when nothing in it is an outline
 */
export function readOpml(bytes: Uint8Array, contentType: string | null): OpmlOutline[] {
  const root = parseXml(decodeBytes(bytes, contentType).text)
  const outlines = topOutlines(root)
  const isOpml = outlines.length > 0 || descendants(root).some(({ written }) => /^opml$/i.test(written))
  if (!isOpml) {
    throw new NotOpmlError(
      'The body is not OPML: no <opml> and no <outline> is in it. Send the subscription list that a feed reader exports.',
    )
  }
  return outlines.flatMap((outline) => readOutline(outline, []))
}

const isOutline = ({ written }: XmlElement) => /^(\w+:)?outline$/i.test(written)

const descendants = (element: XmlElement): XmlElement[] =>
  elementsOf(element).flatMap((child) => [child, ...descendants(child)])

/** The outermost outlines, wherever they are. */
const topOutlines = (element: XmlElement): XmlElement[] =>
  elementsOf(element).flatMap((child) => (isOutline(child) ? [child] : topOutlines(child)))

function readOutline(outline: XmlElement, folders: string[]): OpmlOutline[] {
  const of = (name: string) => outline.attributes.get(name)?.trim() || null
  const title = outline.attributes.get(of('title') ? 'title' : 'text') ?? ''
  const inner = topOutlines(outline)
  const feed_url = of('xmlurl') ?? (/^(rss|atom|json)$/i.test(of('type') ?? '') ? of('url') : null)
  const site_url = of('htmlurl') ?? (feed_url ? null : of('url'))
  const isFeed = feed_url !== null || site_url !== null || /^(rss|atom)$/i.test(of('type') ?? '')
  const itself: OpmlOutline[] = isFeed
    ? [{ title, feed_url, site_url, folders: [...folders, ...categoriesOf(of('category'))] }]
    : []
  const around = isFeed || !title.trim() ? folders : [...folders, title]
  return [...itself, ...inner.flatMap((child) => readOutline(child, around))]
}

/** OPML 2.0: "/Boston/Weather,/Harvard": slash-delimited, comma-separated. */
const categoriesOf = (category: string | null): string[] =>
  (category ?? '')
    .split(/[,/]/)
    .map((part) => part.trim())
    .filter(Boolean)
