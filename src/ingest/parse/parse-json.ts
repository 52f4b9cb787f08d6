/**
 * Parses JSON; undefined if it is none. A second attempt forgives what generators get wrong: raw control
 * characters in strings and commas before a closing bracket.
 */
export function parseJson(text: string): unknown {
  for (const attempt of [text, text.replace(/[\t\r\n]+/g, ' ').replace(/,\s*([\]}])/g, '$1')]) {
    try {
      return JSON.parse(attempt)
    } catch {
      // Not JSON as it stands: the next attempt, or something else.
    }
  }
  return undefined
}
