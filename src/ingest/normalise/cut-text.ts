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
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  // Where the grapheme begins that would be cut. One may be endless (a letter under a thousand accents): then it is cut.
  const start = graphemes.segment(head).containing(end)?.index ?? end
  const cut = head.slice(0, start > 0 ? start : end)
  return ellipsis ? `${cut.trimEnd()}…` : cut.trimEnd()
}

/** How many UTF-16 units the first `points` code points of a text are. */
function endOf(text: string, points: number): number {
  let at = 0
  for (let left = points; left > 0 && at < text.length; left -= 1) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  }
  return at
}
