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
const HEAD = new Set(['link', 'base'])

/** So much of a page is looked at, so many of its tags, and so many attributes of each. */
const MAX_PAGE = 1_000_000
const MAX_TAGS = 5000
const MAX_ATTRIBUTES = 50
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
    if (found.size === MAX_FEEDS) break
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
  const links = [...found.values()]
  return [...links.filter((link) => !isComments(link)), ...links.filter(isComments)]
}

interface Tag {
  name: string
  attributes: Map<string, string>
}

/** Any other tag. */
const IGNORED: Tag = { name: '', attributes: new Map() }

/** The tags of these names in a page; the names have at most four letters. */
function tagsOf(page: string, names: ReadonlySet<string>): Tag[] {
  const html = page.slice(0, MAX_PAGE)
  const tags: Tag[] = []
  let tag = IGNORED
  let attribute = ''
  let value = ''
  const ignore = () => {}
  const end = () => {
    if (tag === IGNORED) return
    tags.push(tag)
    if (tags.length === MAX_TAGS) tokenizer.pause()
  }
  const tokenizer: Tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname(from, to) {
        tag = IGNORED
        // All other tags cost nothing but their letters.
        if (to - from > 4) return
        const name = html.slice(from, to).toLowerCase()
        if (names.has(name)) tag = { name, attributes: new Map() }
      },
      onattribname(from, to) {
        if (tag !== IGNORED) attribute = html.slice(from, to).toLowerCase()
        value = ''
      },
      onattribdata(from, to) {
        if (tag !== IGNORED) value += html.slice(from, to)
      },
      onattribend() {
        if (tag !== IGNORED && tag.attributes.size < MAX_ATTRIBUTES)
          tag.attributes.set(attribute, decodeHTMLAttribute(value))
      },
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
