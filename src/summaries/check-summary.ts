const MAX_CHARACTERS = 600

/**
 * Returns a model's answer as one line of text, or null when it is not a summary: empty, too long, with URLs or markup,
 * or a copy of the prompt. This stops prompt injection: an article can make the model write anything.
 */
export function checkSummary(answer: string): string | null {
  const text = answer
    .replace(/[\s\u200b\ufeff]+/g, ' ')
    .trim()
    .replace(/^["“„«](.*)["”“»]$/u, '$1')
    .trim()
  if (text === '' || [...text].length > MAX_CHARACTERS || !text.isWellFormed()) return null
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text)) return null
  if (/https?:|www\.|<\/?[a-z]|\]\(|```|javascript:/i.test(text)) return null
  if (/\b(as an ai|system prompt|written by strangers|i cannot|i can't)\b/i.test(text)) return null
  return text
}
