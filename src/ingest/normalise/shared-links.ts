import { articleLink } from './article-link.ts'
import { identityOf } from './content-hash.ts'

/**
 * Links that more than one entry gives and that are a page of the feed itself (its site, its own address): feeds
 * that link every entry to the front page. Such a link names no article. Another link that several entries share
 * does: it is the same story again.
 *
 * @param links the stated link of each entry
 * @param pages the feed's own
 */
export function sharedLinks(
  links: readonly (string | null)[],
  pages: readonly (string | null)[],
): ReadonlySet<string> {
  const own = new Set(
    pages.flatMap((page) => (page && articleLink(page) ? [identityOf(articleLink(page) ?? page)] : [])),
  )
  const seen = new Map<string, number>()
  for (const link of links) {
    if (link) seen.set(link, (seen.get(link) ?? 0) + 1)
  }
  const repeated = [...seen].filter(([, times]) => times > 1).map(([link]) => link)
  return new Set(repeated.filter((link) => own.has(identityOf(link))))
}
