import type { RawEntry } from '../parse/raw-feed.ts'
import { articleLink } from './article-link.ts'
import { sha256Hex } from './content-hash.ts'

/** The page that articles without a link of their own are said to be on: the feed's site, else the feed. */
export function feedPage(info: { link: string | null; self: string | null }, base: string): string {
  return [info.link, info.self, base].map((page) => page && articleLink(page)).find(Boolean) ?? base
}

/**
 * An address that is an entry's own although it has none, or only one that others share: the page it gave, else the
 * feed's (see `feedPage`), with the entry's id as fragment. Without an id, a digest of its title and date. Without
 * those, one of all it says; then the entry is another article once its text changes, which no feed without ids,
 * links and dates can avoid.
 *
 * @param stated the entry's link, if it has one
 * @param guid the entry's id, if it is one
 */
export function fallbackLink(
  entry: RawEntry,
  { stated, guid, page }: { stated: string | null; guid: string | null; page: string },
): string {
  const [bare] = (stated ?? page).split('#')
  const id = guid && guid.length <= 200 ? guid : null
  const digest = () => sha256Hex(guid ?? sayingOf(entry)).slice(0, 16)
  // As `URL` would spell it, without parsing the page anew for each entry.
  const link = `${bare}#${id ? encodeURIComponent(id.toWellFormed()) : digest()}`
  return link.length > 1024 ? `${bare}#${digest()}` : link
}

function sayingOf(entry: RawEntry): string {
  const [date] = entry.dates
  if (date && entry.title) return JSON.stringify([entry.title.value, date])
  const text = entry.summary?.value ?? entry.content?.value
  return JSON.stringify([[entry.title?.value, text, date, ...entry.authors], entry.tags])
}
