import type { RawEntry } from '../parse/raw-feed.ts'
import { articleLink } from './article-link.ts'
import { sha256Hex } from './content-hash.ts'

/** The page that articles without a link of their own are said to be on: the feed's site, else the feed. */
export function feedPage(info: { link: string | null; self: string | null }, base: string): string {
  return [info.link, info.self, base].map((page) => page && articleLink(page)).find(Boolean) ?? base
}

/**
 * A link for an entry that has none of its own, or only one that all entries share: the page it gave, else the
 * feed's (see `feedPage`), with the entry's id as fragment. Without an id, a digest of what the entry says; then
 * the entry is another article once its text changes, which no feed without ids and links can avoid.
 *
 * @param stated as `statedLink` returns it
 */
export function fallbackLink(entry: RawEntry, stated: string | null, page: string): string {
  const [bare] = (stated ?? page).split('#')
  const said = [
    entry.title?.value,
    entry.summary?.value ?? entry.content?.value,
    entry.dates[0],
    ...entry.authors,
  ]
  const id = entry.id && entry.id.length <= 200 ? entry.id : null
  const digest = () => sha256Hex(entry.id ?? JSON.stringify([said, entry.tags])).slice(0, 16)
  // As `URL` would spell it, without parsing the page anew for each entry.
  const link = `${bare}#${id ? encodeURIComponent(id.toWellFormed()) : digest()}`
  return link.length > 1024 ? `${bare}#${digest()}` : link
}
