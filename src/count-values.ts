/**
 * Estimates the number of values in a JSON text, lists and objects included: its commas and opening brackets outside
 * strings, plus one. It runs before the text is parsed, because a parsed value of two characters takes about fifty bytes.
 *
 * @param enough counting ends beyond this
 */
export function countValues(json: string, enough: number): number {
  let count = 1
  for (let at = 0; at < json.length && count <= enough; at += 1) {
    const unit = json.charCodeAt(at)
    if (unit === QUOTE) at = endOfString(json, at)
    else if (unit === COMMA || unit === BRACKET || unit === BRACE) count += 1
  }
  return count
}

const QUOTE = 0x22
const COMMA = 0x2c
const BRACKET = 0x5b
const BRACE = 0x7b
const BACKSLASH = 0x5c

/** Where the string that begins at `start` ends; the end of the text for one that does not. */
function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    const unit = json.charCodeAt(at)
    if (unit === QUOTE) return at
    if (unit === BACKSLASH) at += 1
  }
  return json.length
}
