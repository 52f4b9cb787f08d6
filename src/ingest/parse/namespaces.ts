import { trimEnd } from '../normalise/trim-ends.ts'

/**
 * The prefix this parser calls a namespace by, keyed by its URI in lower case without a trailing slash or hash.
 * '' is the core vocabulary: RSS of every version and Atom of every version share it, as feeds mix them.
 */
const PREFIX_BY_URI = new Map<string, string>([
  ['http://www.w3.org/2005/atom', ''],
  ['http://purl.org/atom/ns', ''],
  ['http://purl.org/rss/1.0', ''],
  ['http://my.netscape.com/rdf/simple/0.9', ''],
  ['http://channel.netscape.com/rdf/simple/0.9', ''],
  ['http://purl.org/rss/1.0/modules/rss091', ''],
  ['http://blogs.law.harvard.edu/tech/rss', ''],
  ['http://cyber.law.harvard.edu/rss', ''],
  ['http://purl.org/echo', ''],
  ['http://purl.org/pie', ''],
  ['http://example.com/newformat', ''],
  ['http://example.com/necho', ''],
  ['uri/of/echo/namespace', ''],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['http://purl.org/dc/elements/1.1', 'dc'],
  ['http://purl.org/dc/elements/1.0', 'dc'],
  ['http://purl.org/dc/terms', 'dcterms'],
  ['http://purl.org/rss/1.0/modules/content', 'content'],
  ['http://purl.org/rss/1.0/modules/syndication', 'sy'],
  ['http://search.yahoo.com/mrss', 'media'],
  ['http://www.rssboard.org/media-rss', 'media'],
  ['http://video.search.yahoo.com/mrss', 'media'],
  ['http://www.google.com/schemas/play-podcasts/1.0', 'googleplay'],
  ['http://xmlns.com/foaf/0.1', 'foaf'],
  ['http://www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['http://example.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['http://rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['http://www.w3.org/1999/xhtml', 'xhtml'],
  ['http://www.w3.org/2000/svg', 'svg'],
  ['http://www.w3.org/1998/math/mathml', 'math'],
  ['http://www.w3.org/xml/1998/namespace', 'xml'],
])

/** Prefixes that mean what everybody means by them when a feed forgets to declare them, or binds them to a wrong address. */
const WELL_KNOWN = new Set([...PREFIX_BY_URI.values()].filter(Boolean))
const CORE_ALIASES = new Set(['atom', 'atom10', 'atom03', 'a10', 'rss'])

/**
 * One binding of a prefix (of the default namespace under ''), and those outside it: as declared on an element and its
 * ancestors, the innermost first. A list and no map, so that an element that binds one more costs one more entry.
 */
export interface Scope {
  readonly prefix: string
  readonly uri: string
  readonly outer: Scope | null
  readonly size: number
}

/** As many bindings hold in one place; real feeds have about ten. */
const MAX_BINDINGS = 50
/** A longer one is none that this parser knows. */
const MAX_URI = 200

/** The scope inside an element with these attributes (names as written). Namespaces in XML 1.0, section 6. */
export function scopeWithin(outer: Scope | null, attributes: Iterable<[string, string]>): Scope | null {
  let inner = outer
  for (const [name, uri] of attributes) {
    const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice(6) : null
    if (prefix === null) continue
    const bound = trimEnd(uri.trim().slice(0, MAX_URI).toLowerCase(), '/#')
    const size = inner?.size ?? 0
    if (uriOf(inner, prefix) === bound || size >= MAX_BINDINGS) continue
    inner = { prefix, uri: bound, outer: inner, size: size + 1 }
  }
  return inner
}

/** What a prefix is bound to. */
function uriOf(scope: Scope | null, prefix: string): string | undefined {
  for (let at = scope; at; at = at.outer) if (at.prefix === prefix) return at.uri
  return undefined
}

/** Every URI that is bound in a scope. */
export function urisOf(scope: Scope | null): string[] {
  const uris: string[] = []
  for (let at = scope; at; at = at.outer) uris.push(at.uri)
  return uris
}

/**
 * The canonical name of an element: lower-case, `prefix:local` with the prefix of the list above, or bare for
 * the core vocabulary. A prefix bound to a namespace not listed gets `?`, so that its `title` is not ours, unless it
 * is one that everybody knows: then the address is wrong. An unknown default namespace counts as core, as many feeds
 * invent one.
 */
export function canonicalName(written: string, scope: Scope | null): string {
  const colon = written.indexOf(':')
  const prefix = colon < 0 ? '' : written.slice(0, colon)
  const local = written.slice(colon + 1).toLowerCase()
  const uri = uriOf(scope, prefix)
  const known = uri === undefined ? undefined : prefixOf(uri)
  if (known !== undefined) return known ? `${known}:${local}` : local
  if (!prefix) return local
  const lower = prefix.toLowerCase()
  if (WELL_KNOWN.has(lower)) return `${lower}:${local}`
  if (CORE_ALIASES.has(lower)) return local
  return `?:${local}`
}

function prefixOf(uri: string): string | undefined {
  return uri.startsWith('http://backend.userland.com/rss')
    ? ''
    : PREFIX_BY_URI.get(uri.replace(/^https:/, 'http:'))
}
