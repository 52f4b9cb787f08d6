const LONGEST = 600

/**
 * A model's answer as one line of text, or null when it is not a summary: empty, too long, with addresses or markup
 * that no summary needs, or a copy of what it was told. Whatever an article talks a model into ends here.
 */
export function acceptSummary(answer: string): string | null {
  if (answer.length > 10 * LONGEST) return null
  const text = answer
    .replace(/[\s\u200b\ufeff]+/g, ' ')
    .trim()
    .replace(/^["“„«](.*)["”“»]$/u, '$1')
    .trim()
  if (text === '' || [...text].length > LONGEST || !text.isWellFormed()) return null
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/.test(text)) return null
  if (/https?:|www\.|<\/?[a-z]|\]\(|```|javascript:/i.test(text)) return null
  if (/\b(as an ai|system prompt|written by strangers|i cannot|i can't)\b/i.test(text)) return null
  return text
}
