let graphemes: Intl.Segmenter | undefined

/**
 * The text, or as much of its beginning as fits into `limit` code points (what Postgres counts as characters),
 * cut between graphemes (UAX 29), so that no letter loses its accent and no emoji its colour. With `ellipsis`,
 * the last character of a shortened text is "…".
 */
export function cutText(text: string, limit: number, ellipsis = false): string {
  if (text.length <= limit || (text.length <= 2 * limit && codePoints(text) <= limit)) return text
  const room = ellipsis ? limit - 1 : limit
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let kept = 0
  let used = 0
  // A grapheme may be endless (a letter under a thousand accents); the slice bounds the work.
  for (const { segment } of graphemes.segment(text.slice(0, 2 * limit + 64))) {
    const size = codePoints(segment)
    if (used + size > room) break
    used += size
    kept += segment.length
  }
  const cut = kept > 0 ? text.slice(0, kept) : [...text.slice(0, 2 * room)].slice(0, room).join('')
  return ellipsis ? `${cut.trimEnd()}…` : cut.trimEnd()
}

function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
