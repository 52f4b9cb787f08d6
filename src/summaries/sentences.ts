let segmenter: Intl.Segmenter | undefined

/**
 * Splits plain text into trimmed sentences by the rules of Unicode (UAX 29), which cover every script. An abbreviation
 * or initial ("e.g. this", "J. Smith") does not end a sentence.
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
