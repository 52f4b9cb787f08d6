/**
 * The text without any of `characters` at its end. Not by a pattern such as `/[x]+$/`, which looks at a run of them once
 * from each of its places: quadratic in text that strangers write.
 */
export function trimEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** The same at both ends. */
export function trimEnds(text: string, atStart: string, atEnd: string): string {
  let start = 0
  while (start < text.length && atStart.includes(text.charAt(start))) start += 1
  return trimEnd(text.slice(start), atEnd)
}
