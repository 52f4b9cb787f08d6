import { inSlices } from '../in-slices.ts'
import { cutText } from './cut-text.ts'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as HTML, safe between tags and inside a double-quoted attribute. */
export function escapeHtml(text: string): string {
  return inSlices(text, (slice) => slice.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character))
}

/** As much of a text as fits, as HTML, into `limit` UTF-16 units; what is left out shows as an ellipsis. */
export function escapeWithin(text: string, limit: number): string {
  const escaped = escapeHtml(text.slice(0, limit + 1))
  if (escaped.length <= limit) return escaped
  // One character may be six: what is cut shrinks until it fits, at most a few times.
  for (let room = Math.floor((limit * limit) / escaped.length); room > 0; room = Math.floor(room * 0.9)) {
    const cut = escapeHtml(cutText(text, room, true))
    if (cut.length <= limit) return cut
  }
  return ''
}
