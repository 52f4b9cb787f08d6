import { decodeBytes } from '../parse/decode-bytes.ts'
import { findFeedAnchors, findFeedLinks, NotAFeedError, type ReadFeed, readFeed } from '../read-feed.ts'
import { type FetchedFeed, fetchFeed } from './fetch-feed.ts'
import type { FetchPolicy } from './policy.ts'

/** A feed that was found, fetched and read. */
export interface FeedCandidate {
  /** Its address, moved along permanent redirects. */
  feed_url: string
  title: string | null
  format: ReadFeed['feed']['format']
}

export type Discovery =
  | { found: true; candidates: FeedCandidate[] }
  /** `reason`: a sentence for the person who gave the address. */
  | { found: false; reason: string }

/** Where blog and news software keeps its feed, the most common first. */
const WELL_KNOWN = ['/feed', '/rss.xml', '/atom.xml', '/feed.xml', '/index.xml', '/rss', '/feed.json']
const MAX_REQUESTS = 8
const MAX_DECLARED = 4
/** Half of the six connections a Worker may hold open at once. */
const AT_ONCE = 3
const NOT_FOUND =
  'No feed was found: the page names none, and none is where feeds usually are; give the address of the feed itself.'

/**
 * Finds the feeds of a site: the address itself when it is a feed, else those its page names, else those it
 * only links to, else those in the usual places. Every candidate was fetched under the policy's rules and read. At most 8 requests (each with its
 * redirects) in at most twice the policy's time. Never throws for anything the address or the network does.
 *
 * @param site an address as people type it: `example.org`, `feed://example.org/rss` and the like included
 */
export async function discoverFeeds(site: string, policy: FetchPolicy): Promise<Discovery> {
  const now = policy.now ?? (() => new Date())
  const end = now().getTime() + 2 * policy.timeoutMs
  let left = MAX_REQUESTS
  const get = (address: string) => {
    left--
    const timeoutMs = Math.min(policy.timeoutMs, Math.max(1, end - now().getTime()))
    return fetchFeed({ feed_url: address, etag: null, last_modified: null }, { ...policy, timeoutMs })
  }
  const tryAll = async (addresses: string[]) => {
    const fetched = await Promise.all(
      addresses.map(async (address) => ({ address, result: await get(address) })),
    )
    const found: FeedCandidate[] = []
    // One after the other: each may take all the memory there is for one.
    for (const { address, result } of fetched) {
      const candidate = 'body' in result ? await asCandidate(address, result, now()) : null
      if (candidate) found.push(candidate)
    }
    return found
  }

  const start = asTyped(site)
  const page = await get(start)
  if (!('body' in page)) return { found: false, reason: 'error' in page ? page.error : NOT_FOUND }
  const itself = await asCandidate(start, page, now())
  if (itself !== null) return { found: true, candidates: [itself] }

  const html = decodeBytes(page.body, page.content_type).text
  const declared = findFeedLinks(html, page.url).map((link) => link.href)
  const linked = findFeedAnchors(html, page.url).filter((href) => !declared.includes(href))
  const usual = WELL_KNOWN.map((path) => new URL(path, page.url).href).filter(
    (href) => !declared.includes(href) && !linked.includes(href),
  )
  for (const addresses of [declared.slice(0, MAX_DECLARED), linked.slice(0, AT_ONCE), usual]) {
    for (let at = 0; at < addresses.length && left > 0 && now().getTime() < end; at += AT_ONCE) {
      const candidates = await tryAll(addresses.slice(at, at + Math.min(AT_ONCE, left)))
      if (candidates.length > 0) return { found: true, candidates: distinct(candidates) }
    }
  }
  return { found: false, reason: NOT_FOUND }
}

async function asCandidate(asked: string, fetched: FetchedFeed, now: Date): Promise<FeedCandidate | null> {
  try {
    const isCut = fetched.outcome === 'cut'
    const context = { url: fetched.url, contentType: fetched.content_type, isCut, now }
    const { feed } = await readFeed(fetched.body, context)
    const feed_url = fetched.permanent_url ?? new URL(asked).href
    return { feed_url, title: feed.title, format: feed.format }
  } catch (error) {
    if (error instanceof NotAFeedError) return null
    throw error
  }
}

/** `feed:` stands before a whole address or in place of http; a bare host gets https. */
export function asTyped(site: string): string {
  const address = site
    .trim()
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:(?:\/\/)?/i, 'https://')
  return /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(address) ? address : `https://${address}`
}

const distinct = (candidates: FeedCandidate[]) => [
  ...new Map(candidates.map((candidate) => [candidate.feed_url, candidate])).values(),
]
