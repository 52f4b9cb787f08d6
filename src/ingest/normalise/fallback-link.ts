import type { RawEntry } from '../parse/raw-feed.ts'
import { articleLink } from './article-link.ts'
import { sha256Hex } from './content-hash.ts'

/**
 * A link for an entry that has none of its own, or only one that all entries share: the page it gave, else the
 * feed's site, else the feed, with the entry's id as fragment. Without an id, a digest of what the entry says; then
 * the entry is another article once its text changes, which no feed without ids and links can avoid.
 */
export function fallbackLink(
  entry: RawEntry,
  stated: string | null,
  around: { info: { link: string | null; self: string | null }; base: string },
): string {
  const pages = [stated, around.info.link, around.info.self, around.base]
  const url = new URL(pages.map((page) => page && articleLink(page)).find(Boolean) ?? around.base)
  const said = [
    entry.title?.value,
    entry.summary?.value ?? entry.content?.value,
    entry.dates[0],
    ...entry.authors,
  ]
  const id = entry.id && entry.id.length <= 200 ? entry.id : null
  const digest = sha256Hex(entry.id ?? JSON.stringify([said, entry.tags])).slice(0, 16)
  url.hash = id ? encodeURIComponent(id.toWellFormed()) : digest
  if (url.href.length > 1024) url.hash = digest
  return url.href
}
