import { findFeedElement, itemsOf } from './find-feed-element.ts'
import { urisOf } from './namespaces.ts'
import type { RawFeed, RawFeedInfo } from './raw-feed.ts'
import { readEntry } from './read-entry.ts'
import { readLinks } from './read-links.ts'
import { readAuthors } from './read-people.ts'
import { readText } from './read-text.ts'
import { readTtl } from './read-ttl.ts'
import { asBase, resolveLink, siteBase, UNKNOWN_BASE } from './resolve-link.ts'
import { childrenNamed, languageOf, textOf, type XmlElement } from './xml-element.ts'

/**
 * Reads a feed of any XML format (RSS 0.9x to 2.0, RDF 0.9 and 1.0, Atom 0.3 and 1.0, CDF) out of a tree, or
 * returns null when there is none in it. `documentBase` is the absolute address of the document; where it is not
 * known, links are resolved against the address the feed gives itself or its site.
 */
export function readXmlFeed(root: XmlElement, documentBase: string): RawFeed | null {
  const feed = findFeedElement(root)
  if (!feed) return null
  const head = childrenNamed(feed, 'channel')[0] ?? feed
  const base = documentBase === UNKNOWN_BASE ? (statedBase(head) ?? documentBase) : documentBase
  const info = readInfo(feed, head, base)
  const bases = { text: base, link: siteBase(info.link, base) }
  return { info, entries: itemsOf(feed).map((item) => () => readEntry(item, bases, info.format)) }
}

function readInfo(feed: XmlElement, head: XmlElement, base: string): RawFeedInfo {
  const links = readLinks(head, base)
  const format = formatOf(feed)
  const first = (...names: string[]) => names.map((name) => childrenNamed(head, name)[0]).find(Boolean)
  const language = first('language', 'dc:language')
  const moved = first('itunes:new-feed-url')
  const plain = format === 'atom' ? 'text' : 'guess'
  return {
    title: readText(first('title', 'dc:title', 'media:title', 'itunes:title'), base, plain),
    description: readText(
      first('description', 'subtitle', 'tagline', 'abstract', 'itunes:summary', 'itunes:subtitle'),
      base,
      format === 'atom' ? 'text' : 'html',
    ),
    link: links.own[0] ?? resolveLink(head.attributes.get('href'), base),
    self: links.self,
    hub: links.hub,
    moved_to: moved ? resolveLink(textOf(moved), base) : null,
    language: (language && textOf(language).trim()) || languageOf(head),
    format,
    version: versionOf(feed, format),
    ttl_minutes: readTtl(head),
    dates: childrenNamed(head, ...FEED_DATES)
      .slice(0, MAX_DATES)
      .map((date) => textOf(date).trim()),
    authors: format === 'atom' ? readAuthors(head) : [],
  }
}

/** The first that can be read counts. */
const MAX_DATES = 20

const FEED_DATES = [
  'pubdate',
  'updated',
  'modified',
  'lastbuilddate',
  'dc:date',
  'dcterms:modified',
  'published',
]

function statedBase(head: XmlElement): string | null {
  const links = readLinks(head, UNKNOWN_BASE)
  const stated = [links.self, links.own[0]].map((link) => asBase(link ?? null)).find((link) => link !== null)
  return stated && !stated.startsWith(UNKNOWN_BASE) ? stated : null
}

function formatOf(feed: XmlElement): RawFeedInfo['format'] {
  if (feed.name === 'rdf:rdf' || feed.name === 'rdf') return 'rdf'
  return feed.name === 'feed' || feed.name === 'entry' ? 'atom' : 'rss'
}

function versionOf(feed: XmlElement, format: RawFeedInfo['format']): string | null {
  const uris = urisOf(feed.scope)
  if (feed.name === 'channel' && /^[A-Z]+$/.test(feed.written)) return 'cdf'
  if (format === 'rdf') {
    return uris.some((uri) => uri.includes('simple/0.9')) ? '0.90' : '1.0'
  }
  const stated = feed.attributes.get('version')?.trim()
  if (stated) return stated
  if (format !== 'atom') return null
  if (uris.includes('http://www.w3.org/2005/atom')) return '1.0'
  return uris.includes('http://purl.org/atom/ns') ? '0.3' : null
}
