import type { RawEntry } from '../parse/raw-feed.ts'
import { articleLink } from './article-link.ts'
import { identityOf } from './content-hash.ts'
import { statedLink } from './to-article.ts'

/**
 * Links that more than one entry gives and that are a page of the feed itself (its site, its own address): feeds
 * that link every entry to the front page. Such a link names no article. Another link that several entries share
 * does: it is the same story again.
 */
export function sharedLinks(entries: readonly RawEntry[], pages: readonly (string | null)[]): Set<string> {
  const own = new Set(
    pages.flatMap((page) => (page && articleLink(page) ? [identityOf(articleLink(page) ?? page)] : [])),
  )
  const seen = new Map<string, number>()
  for (const entry of entries) {
    const link = statedLink(entry)
    if (link && own.has(identityOf(link))) seen.set(link, (seen.get(link) ?? 0) + 1)
  }
  return new Set([...seen].filter(([, times]) => times > 1).map(([link]) => link))
}
