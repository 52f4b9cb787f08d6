import type { Turns } from './take-turns.ts'

const START = '<![CDATA['
const END = ']]>'
/** The tag in front of a section, which is the element that it stands in. */
const TAG_BEFORE = /<([\w:.-]{1,64})(?:\s[^<>]{0,300})?>\s{0,20}$/
const MAX_BEFORE = 400
/** What is left of an end that was escaped or cut. */
const HALF_END = /\]\](?:&gt;|>)?$|\]>$/

/**
 * Ends the CDATA sections that have no end of their own, because it was escaped (`]]&gt;`), cut or forgotten: such a section
 * would take all that follows into itself, up to the end of another one, whole entries among it. It is one where another
 * begins before the next end, or no end is left, and the end tag of its element comes first. Time is linear, and others have
 * their turn meanwhile.
 */
export async function endSections(text: string, turns: Turns): Promise<string> {
  const pieces: string[] = []
  let from = 0
  let end = 0
  for (let start = text.indexOf(START); start >= 0; ) {
    if (end >= 0 && end < start) end = text.indexOf(END, start)
    const next = text.indexOf(START, start + START.length)
    const isOpen = end < 0 || (next >= 0 && next < end)
    await turns.spend((next < 0 ? text.length : next) - start)
    const close = isOpen ? ownEnd(text, start, next < 0 ? text.length : next) : -1
    if (close >= 0) {
      const held = text
        .slice(start + START.length, close)
        .trimEnd()
        .replace(HALF_END, '')
      pieces.push(text.slice(from, start + START.length), held, END)
      from = close
      start = next
    } else start = end < 0 || next < 0 ? -1 : next < end ? text.indexOf(START, end) : next
  }
  return pieces.length > 0 ? `${pieces.join('')}${text.slice(from)}` : text
}

/** Where the element of a section ends before `limit`, or -1. */
function ownEnd(text: string, start: number, limit: number): number {
  const name = TAG_BEFORE.exec(text.slice(Math.max(0, start - MAX_BEFORE), start))?.[1]
  const at = name ? text.slice(start, limit).indexOf(`</${name}>`) : -1
  return at < 0 ? -1 : start + at
}
