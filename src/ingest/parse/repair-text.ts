import { undoDoubleEncoding } from './double-encoding.ts'

/**
 * Mends what happens to text on its way into a feed: UTF-8 that was read in another encoding and encoded again, and
 * windows-1252 punctuation left at U+0080 to U+009F. Control characters (tab, newline and carriage return apart)
 * and lone surrogates never come out.
 */
export function repairText(text: string): string {
  return cleanCharacters(undoDoubleEncoding(text))
}

/**
 * Maps C1 controls to the windows-1252 characters they were meant to be (as HTML does), removes the other
 * controls and the noncharacters U+FFFE and U+FFFF, and replaces lone surrogates, so that Postgres takes it.
 */
export function cleanCharacters(text: string): string {
  return text
    .replace(C1, (character) => CP1252[character.charCodeAt(0) - 0x80] ?? '')
    .replace(CONTROLS, '')
    .toWellFormed()
}

const C1 = /[\u0080-\u009f]/g
/** Every control but tab, newline and carriage return. */
const CONTROLS = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu
const CP1252 = [...'€\u0000‚ƒ„…†‡ˆ‰Š‹Œ\u0000Ž\u0000\u0000‘’“”•–—˜™š›œ\u0000žŸ']
