let graphemes: Intl.Segmenter | undefined

/**
 * The text, or as much of its beginning as fits into `limit` code points (what Postgres counts as characters),
 * cut between graphemes (UAX 29), so that no letter loses its accent and no emoji its colour. With `ellipsis`,
 * the last character of a shortened text is "…".
 */
export function cutText(text: string, limit: number, ellipsis = false): string {
  if (text.length <= limit) return text
  const room = ellipsis ? limit - 1 : limit
  // Two units a code point at most: what lies behind has no part in it, however long the text is.
  const head = text.slice(0, 2 * limit + 64)
  if (text.length <= 2 * limit && endOf(head, limit) === text.length) return text
  const end = endOf(head, room)
  const cut = head.slice(0, graphemeBefore(head, end) || end)
  return ellipsis ? `${cut.trimEnd()}…` : cut.trimEnd()
}

/** Where the grapheme begins that a cut at `end` would fall into; 0 for one that is endless: a letter under a thousand accents. */
function graphemeBefore(text: string, end: number): number {
  // Two letters of ASCII are never one, and to ask costs more than all else here.
  if (text.charCodeAt(end - 1) < 0x80 && text.charCodeAt(end) < 0x80 && text[end] !== '\n') return end
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return graphemes.segment(text).containing(end)?.index ?? end
}

/** How many UTF-16 units the first `points` code points of a text are. */
function endOf(text: string, points: number): number {
  let at = 0
  for (let left = points; left > 0 && at < text.length; left -= 1) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  }
  return at
}
