import type { RawEntry, RawFeedInfo, RawText } from './raw-feed.ts'
import { MAX_LINKS, readLinks } from './read-links.ts'
import { readAuthors } from './read-people.ts'
import { readTags } from './read-tags.ts'
import { readText } from './read-text.ts'
import { baseOf, resolveLink } from './resolve-link.ts'
import { childrenByRank, childrenNamed, languageOf, textOf, type XmlElement } from './xml-element.ts'

/** What an entry without anything in it says, spared the search: a feed of thousands of them is an attack. */
const EMPTY: RawEntry = {
  title: null,
  links: [],
  lesserLinks: [],
  id: null,
  dates: [],
  authors: [],
  summary: null,
  content: null,
  tags: [],
  language: null,
}

/**
 * Reads one `item` or `entry`, whatever mixture of vocabularies it is written in. Never throws.
 *
 * @param bases what relative addresses are resolved against, in texts and in the entry's own links (see `siteBase`)
 */
export function readEntry(
  item: XmlElement,
  { text: documentBase, link: linkBase }: { text: string; link: string },
  format: RawFeedInfo['format'],
): RawEntry {
  if (item.children.length === 0 && item.attributes.size === 0) return EMPTY
  const plain = format === 'atom' ? 'text' : 'guess'
  const pick = (kind: RawText['kind'], ...names: string[]) => pickText(item, documentBase, kind, names)
  const own = readSummaries(item, documentBase, format)
  const id = idOf(item)
  return {
    title:
      pick(plain, 'title', 'dc:title', 'media:title', 'itunes:title') ??
      pickMedia(item, documentBase, 'media:title'),
    ...entryLinks(item, linkBase, id),
    id,
    dates: entryDates(item),
    authors: entryAuthors(item),
    ...own,
    tags: readTags(item),
    language: entryLanguage(item),
  }
}

/** The first of these elements that says anything; names earlier in the list win. */
function pickText(
  item: XmlElement,
  documentBase: string,
  kind: RawText['kind'],
  names: string[],
): RawText | null {
  for (const element of childrenByRank(item, names)) {
    const text = readText(element, documentBase, kind)
    if (text) return text
  }
  return null
}

/** The first such text of the media in an entry: of itself, or of its groups and contents in any order. */
function pickMedia(item: XmlElement, documentBase: string, name: string, depth = 0): RawText | null {
  const own = pickText(item, documentBase, 'guess', [name])
  if (own || depth === MAX_MEDIA_DEPTH) return own
  for (const inner of childrenNamed(item, 'media:group', 'media:content').slice(0, MAX_LINKS)) {
    const text = pickMedia(inner, documentBase, name, depth + 1)
    if (text) return text
  }
  return null
}

/** Groups in groups in groups. */
const MAX_MEDIA_DEPTH = 3

const SUMMARIES = new Map<string, 'html' | 'plain'>([
  ['description', 'html'],
  ['summary', 'plain'],
  ['abstract', 'plain'],
])

/** The summary is the first of description and summary in the document, else what other vocabularies call one. */
function readSummaries(item: XmlElement, documentBase: string, format: RawFeedInfo['format']) {
  const pick = (kind: RawText['kind'], ...names: string[]) => pickText(item, documentBase, kind, names)
  const plain = format === 'atom' ? 'text' : 'guess'
  const own = childrenNamed(item, ...SUMMARIES.keys())
    .map((element) =>
      readText(element, documentBase, SUMMARIES.get(element.name) === 'html' ? 'html' : plain),
    )
    .find((text) => text !== null)
  return {
    summary:
      own ??
      pick(
        plain,
        'dc:description',
        'dcterms:abstract',
        'itunes:summary',
        'itunes:subtitle',
        'googleplay:description',
      ) ??
      pickMedia(item, documentBase, 'media:description'),
    content:
      pick('html', 'content:encoded', 'xhtml:body', 'body', 'fullitem') ??
      pick(plain, 'content', 'xhtml:div'),
  }
}

function idOf(item: XmlElement): string | null {
  const element = childrenNamed(item, 'guid', 'id', 'dc:identifier')[0]
  const text = (element && textOf(element).trim()) || item.attributes.get('rdf:about')?.trim()
  return text || null
}

/** A `guid` is an address unless it says otherwise (RSS 2.0); any other id is one if it looks like one. */
function entryLinks(item: XmlElement, documentBase: string, id: string | null) {
  const links = readLinks(item, documentBase)
  const base = baseOf(item, documentBase)
  const guid = childrenNamed(item, 'guid')[0]
  const permanent = guid ? guid.attributes.get('ispermalink')?.trim().toLowerCase() !== 'false' : true
  const isAddress = id !== null && /^https?:\/\//i.test(id)
  const isPath = id?.startsWith('/') && guid?.attributes.get('ispermalink')?.trim().toLowerCase() === 'true'
  const idLink = permanent && (isAddress || isPath) ? resolveLink(id, base) : null
  const from = (name: string, attribute: string) =>
    childrenNamed(item, name)
      .slice(0, MAX_LINKS)
      .map((element) => resolveLink(element.attributes.get(attribute), base))
  const textLinks = (name: string) =>
    childrenNamed(item, name)
      .slice(0, MAX_LINKS)
      .map((element) => resolveLink(textOf(element), base))
  const comments = textLinks('comments')
  const original = textLinks('feedburner:origlink')
  const present = (link: string | null): link is string => link !== null
  const own = [...links.own, resolveLink(item.attributes.get('href'), base), idLink].filter(present)
  const proxied =
    own[0] !== undefined && /^https?:\/\/(feedproxy\.google|feeds\d*\.feedburner)\.com\//.test(own[0])
  return {
    links: proxied ? [...original.filter(present), ...own] : own,
    lesserLinks: [
      ...original,
      ...links.related,
      ...from('content', 'src'),
      ...links.enclosures,
      ...from('enclosure', 'url'),
      ...from('media:content', 'url'),
      ...comments,
    ].filter(present),
  }
}

const DATES = [
  'pubdate',
  'published',
  'issued',
  'dc:date',
  'dcterms:issued',
  'dcterms:created',
  'created',
  'updated',
  'modified',
  'dcterms:modified',
  'lastbuilddate',
]

/** Of a date given twice, the last is the correction. */
function entryDates(item: XmlElement): string[] {
  const written = new Map(childrenByRank(item, DATES).map((date) => [date.name, textOf(date).trim()]))
  return [...written.values(), item.attributes.get('lastmod') ?? ''].filter(Boolean)
}

function entryAuthors(item: XmlElement): string[] {
  const own = readAuthors(item)
  const source = childrenNamed(item, 'source')[0]
  return own.length > 0 || !source ? own : readAuthors(source)
}

function entryLanguage(item: XmlElement): string | null {
  const stated = childrenNamed(item, 'dc:language', 'language')[0]
  const text = childrenNamed(item, 'title', 'content', 'summary')[0]
  return (stated && textOf(stated).trim()) || languageOf(text ?? item)
}
