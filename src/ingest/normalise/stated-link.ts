import type { RawEntry } from '../parse/raw-feed.ts'
import { articleLink } from './article-link.ts'

/** The best link of an entry that can be stored, or null. */
export function statedLink(entry: RawEntry): string | null {
  for (const link of [...entry.links, ...entry.lesserLinks]) {
    const usable = articleLink(link)
    if (usable) return usable
  }
  return null
}
