const ABBREVIATION = /(?:^|[\s(])(?:\p{Lu}|e\.g|i\.e|Mr|Mrs|Ms|Dr|Prof|St|vs|No|bzw|z\.B|Nr)\.$/u
/** Longer than any of these with what stands around it. */
const TAIL = 12

let segmenter: Intl.Segmenter | undefined

/**
 * Splits plain text into trimmed sentences by the rules of Unicode (UAX 29), which cover every script. An abbreviation
 * or initial ("e.g. this", "J. Smith") does not end a sentence.
 * @param most so many sentences are enough: what follows is not looked at
 */
export function splitSentences(text: string, most = Number.POSITIVE_INFINITY): string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' })
  const sentences: string[] = []
  let begun = ''
  let tail = ''
  for (const { segment } of segmenter.segment(text)) {
    begun += segment
    // The end alone is looked at: a text of nothing but initials is one sentence that grows and grows.
    tail = (tail + segment).slice(-TAIL)
    if (ABBREVIATION.test(tail.trimEnd())) continue
    if (begun.trim()) sentences.push(begun.trim())
    if (sentences.length === most) return sentences
    begun = ''
    tail = ''
  }
  if (begun.trim()) sentences.push(begun.trim())
  return sentences
}
