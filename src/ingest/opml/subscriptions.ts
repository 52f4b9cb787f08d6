import { checkFeedUrl } from '../fetch/check-feed-url.ts'
import type { FetchPolicy } from '../fetch/policy.ts'
import { cutText } from '../normalise/cut-text.ts'
import { MAX_TAG, MAX_TAGS, type OpmlOutline } from './read-opml.ts'
import type { OpmlFeed } from './write-opml.ts'

const MAX_NAME = 255
const MAX_ADDRESS = 512

/** An outline that cannot become a source, and why, in a sentence for people. */
export interface RefusedOutline {
  title: string
  feed_url: string | null
  reason: string
}

/**
 * The outlines of a list as sources: addresses checked by the rules of the ingest, names and tags cut to what a
 * source can hold, a feed that lies in several folders once, with the tags of all.
 */
export function toSubscriptions(
  outlines: readonly OpmlOutline[],
  policy: Pick<FetchPolicy, 'allowedOrigins'>,
): { feeds: OpmlFeed[]; refused: RefusedOutline[] } {
  const feeds = new Map<string, OpmlFeed>()
  const refused: RefusedOutline[] = []
  for (const { title, feed_url, site_url, folders } of outlines) {
    const refuse = (reason: string) =>
      refused.push({
        title: storable(title, MAX_NAME),
        feed_url: feed_url?.slice(0, MAX_ADDRESS) ?? null,
        reason,
      })
    if (feed_url === null) {
      refuse('the outline has no xmlUrl, which is the address of its feed')
      continue
    }
    const checked = checkFeedUrl(unwrapped(feed_url), policy)
    if (!checked.ok || checked.url.href.length > MAX_ADDRESS) {
      refuse(checked.ok ? `the address has more than ${MAX_ADDRESS} characters` : checked.reason)
      continue
    }
    const { href, hostname, origin } = checked.url
    const known = feeds.get(href)
    feeds.set(href, {
      name: known?.name ?? (storable(title, MAX_NAME) || hostname),
      url: known?.url ?? (isSite(site_url) ? site_url : origin),
      feed_url: href,
      tags: tagsOf([...(known?.tags ?? []), ...folders]),
    })
  }
  return { feeds: [...feeds.values()], refused }
}

/** `feed:` stands before a whole address or in place of http. */
const unwrapped = (address: string) =>
  address
    .trim()
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:(?:\/\/)?/i, 'http://')

const isSite = (address: string | null): address is string =>
  address !== null &&
  address.length <= MAX_ADDRESS &&
  storable(address, MAX_ADDRESS) === address &&
  /^https?:$/.test(URL.parse(address)?.protocol ?? '')

const tagsOf = (folders: readonly string[]) =>
  [...new Set(folders.map((folder) => storable(folder, MAX_TAG)).filter(Boolean))].slice(0, MAX_TAGS)

/** As much as a column holds; empty when it says nothing. */
function storable(text: string, max: number): string {
  const kept = cutText(
    text
      .slice(0, 4 * max)
      .replaceAll('\u0000', '')
      .toWellFormed(),
    max,
  )
  return /[^\s\p{Z}\p{Cc}\p{Cf}]/u.test(kept) ? kept : ''
}
