import { decodeHTMLAttribute } from 'entities/decode'
import { Tokenizer } from 'htmlparser2'
import { cleanCharacters } from './repair-text.ts'
import { resolveLink } from './resolve-link.ts'

/** A feed that a page names. */
export interface FeedLink {
  /** Absolute http(s) address. */
  href: string
  title: string | null
  /** Media type as the page states it, lower-case. */
  type: string
}

const FEED_TYPES =
  /^(application\/(rss|atom|rdf|feed)\+(xml|json)|application\/(x\.atom\+xml|x-rss\+xml|xml|json)|text\/(xml|(rss|atom)(\+xml)?))$/

/** What the path of a feed looks like, without its query. */
const FEED_PATH = /(?:\.(?:xml|rss|atom|rdf)|\/(?:feed|rss|atom|feed\.json))\/?(?:[?#]|$)/i

/**
 * The links of a page that look as if they lead to a feed (`<a href="/news.xml">RSS</a>`), for sites that name none as
 * they should; in the page's order, each once.
 */
export function findFeedAnchors(html: string, baseUrl: string): string[] {
  const found = new Set<string>()
  let base = baseUrl
  for (const { name, attributes } of tagsOf(html, ANCHORS)) {
    const href = attributes.get('href')
    if (name === 'base' && href) base = resolveLink(href, baseUrl) ?? base
    if (name !== 'a' || !href || !FEED_PATH.test(href) || found.size >= MAX_FEEDS) continue
    const address = resolveLink(href.replace(/^feed:(\/\/)?(?=https?:)/i, ''), base)
    if (address && /^https?:/.test(address) && !/\/sitemap[^/]*$/i.test(address)) found.add(address)
  }
  return [...found]
}

const ANCHORS = new Set(['a', 'base'])
/** Pages have hundreds of links, not many thousands. */
const MAX_TAGS = 5000
const HEAD = new Set(['link', 'base'])
const MAX_FEEDS = 50

/**
 * The feeds an HTML page names in its `link rel="alternate"` elements (RSS autodiscovery, WHATWG HTML "feed"),
 * in the page's order, each address once. `baseUrl` is the page's address; a `base` element is heeded. Comment
 * feeds come last, as hardly anybody means them.
 */
export function findFeedLinks(html: string, baseUrl: string): FeedLink[] {
  const found = new Map<string, FeedLink>()
  let base = baseUrl
  for (const { name, attributes } of tagsOf(html, HEAD)) {
    const href = attributes.get('href')
    if (name === 'base' && href) base = resolveLink(href, baseUrl) ?? base
    if (name !== 'link') continue
    const rel = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/)
    const type = (attributes.get('type') ?? '').toLowerCase().split(';')[0]?.trim() ?? ''
    const isFeed =
      rel.includes('feed') ||
      (rel.includes('alternate') && (FEED_TYPES.test(type) || (type === '' && FEED_PATH.test(href ?? ''))))
    const address = isFeed ? resolveLink(href?.replace(/^feed:(\/\/)?(?=https?:)/i, ''), base) : null
    if (!address || !/^https?:/.test(address) || found.has(address)) continue
    const title = cleanCharacters(attributes.get('title') ?? '').trim()
    found.set(address, { href: address, title: title || null, type })
  }
  const isComments = (link: FeedLink) => /comments?\b|kommentare/i.test(`${link.href} ${link.title ?? ''}`)
  const links = [...found.values()].slice(0, MAX_FEEDS)
  return [...links.filter((link) => !isComments(link)), ...links.filter(isComments)]
}

interface Tag {
  name: string
  attributes: Map<string, string>
}

/** The tags of these names in a page. */
function tagsOf(html: string, names: ReadonlySet<string>): Tag[] {
  const tags: Tag[] = []
  let tag: Tag = { name: '', attributes: new Map() }
  let attribute = ''
  let value = ''
  const ignore = () => {}
  const end = () => {
    if (names.has(tag.name) && tags.length < MAX_TAGS) tags.push(tag)
  }
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname(from, to) {
        tag = { name: html.slice(from, to).toLowerCase(), attributes: new Map() }
      },
      onattribname(from, to) {
        attribute = html.slice(from, to).toLowerCase()
        value = ''
      },
      onattribdata(from, to) {
        value += html.slice(from, to)
      },
      onattribend: () => void tag.attributes.set(attribute, decodeHTMLAttribute(value)),
      onopentagend: end,
      onselfclosingtag: end,
      onattribentity: ignore,
      oncdata: ignore,
      onclosetag: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onprocessinginstruction: ignore,
      ontext: ignore,
      ontextentity: ignore,
    },
  )
  tokenizer.write(html)
  tokenizer.end()
  return tags
}
