let segmenter: Intl.Segmenter | undefined

/**
 * The sentences of a plain text, trimmed, by the rules of Unicode (UAX 29), which know every script. An abbreviation
 * or a single initial ("e.g. this", "J. Smith") does not end one.
 */
export function splitSentences(text: string): string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' })
  const sentences: string[] = []
  let begun = ''
  for (const { segment } of segmenter.segment(text)) {
    begun += segment
    if (/(?:^|[\s(])(?:\p{Lu}|e\.g|i\.e|Mr|Mrs|Ms|Dr|Prof|St|vs|No|bzw|z\.B|Nr)\.\s*$/u.test(begun)) continue
    sentences.push(begun.trim())
    begun = ''
  }
  if (begun.trim()) sentences.push(begun.trim())
  return sentences.filter(Boolean)
}
