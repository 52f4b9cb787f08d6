import { decodeHTMLStrict } from 'entities/decode'
import { inSlices } from '../in-slices.ts'

/** At most this many characters of a document may come from entities it declares itself. */
const DECLARED_BUDGET = 20_000

const REFERENCE = /&(?:#[xX]([0-9a-fA-F]{1,16})|#(\d{1,16})|([A-Za-z_:][\w:.-]{0,63}));/g

/** Decodes the character and entity references of one XML document, see `entityDecoder`. */
export type DecodeEntities = (text: string) => string

/**
 * Makes the decoder of one document: numeric references, the five of XML, every named entity of HTML (feeds use
 * `&nbsp;` undeclared), and those the document declares. A declared entity is replaced by its literal text, never
 * expanded again, and all of them together within a fixed budget: a billion laughs stay one line. What is
 * unknown, or lacks its semicolon, stays as it was written.
 */
export function entityDecoder(declared: ReadonlyMap<string, string>): DecodeEntities {
  let budget = DECLARED_BUDGET
  const replace = (whole: string, hex?: string, decimal?: string, name = '') => {
    if (hex) return character(Number.parseInt(hex, 16), whole)
    if (decimal) return character(Number.parseInt(decimal, 10), whole)
    const own = declared.get(name)
    if (own === undefined) return decodeHTMLStrict(whole)
    budget -= own.length
    return budget < 0 ? whole : own
  }
  return (text) => {
    if (!text.includes('&')) return text
    return inSlices(text, (slice) => slice.replace(REFERENCE, replace), '&')
  }
}

/**
 * The character of a reference. Half a surrogate pair is given as it is: two references in a row, as software writes
 * an emoji that counts in UTF-16, are one character then; one alone is replaced when the text is cleaned.
 */
function character(point: number, whole: string): string {
  if (point === 0) return '\ufffd'
  return point > 0x10ffff ? whole : String.fromCodePoint(point)
}

/**
 * Cuts the document type declaration, with its internal subset, out of a document and returns the general
 * entities it declares (XML 1.0 section 4.2). External entities are never looked up. One that does not end is
 * left where it is.
 */
export function takeDoctype(text: string): { text: string; declared: Map<string, string> } {
  const declared = new Map<string, string>()
  const start = doctypeStart(text)
  if (start < 0) return { text, declared }
  const end = doctypeEnd(text, start)
  if (end < 0) return { text, declared }
  const subset = text.slice(start, Math.min(end, start + 65_536))
  for (const [, name, quoted = ''] of subset.matchAll(ENTITY)) {
    const value = quoted.slice(1, -1)
    if (name && !declared.has(name)) declared.set(name, entityDecoder(new Map())(value))
  }
  return { text: text.slice(0, start) + text.slice(end), declared }
}

/** A value is bounded, so that one quote that is never closed is not looked for over and over. */
const ENTITY = /<!ENTITY\s+([\w:.-]{1,64})\s+("[^"]{0,2048}"|'[^']{0,2048}')/g

/** Where the declaration begins: before the root element, in other words after nothing but comments and `<?...?>`. */
function doctypeStart(text: string): number {
  for (let at = text.indexOf('<'); at >= 0; ) {
    if (/^<!DOCTYPE/i.test(text.slice(at, at + 9))) return at
    const [, end] = [
      ['<!--', '-->'],
      ['<?', '>'],
    ].find(([start = '']) => text.startsWith(start, at)) ?? ['', '']
    if (!end) return -1
    const after = text.indexOf(end, at)
    at = after < 0 ? -1 : text.indexOf('<', after + end.length)
  }
  return -1
}

function doctypeEnd(text: string, start: number): number {
  const firstStop = /[[>]/g
  firstStop.lastIndex = start
  const stop = firstStop.exec(text)
  if (!stop) return -1
  if (stop[0] === '>') return stop.index + 1
  const close = /\]\s*>/g
  close.lastIndex = stop.index
  return close.test(text) ? close.lastIndex : -1
}
