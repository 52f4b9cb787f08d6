import { cleanCharacters } from '../parse/repair-text.ts'
import { cutText } from './cut-text.ts'
import { oneLine, plainText } from './plain-text.ts'
import { trimEnds } from './trim-ends.ts'

const MAX_AUTHOR = 255
/** What may stand before the @ of an address, and what behind it. */
const LOCAL = /[\w.!#$%&'*+/=?^`{|}~-]/
const DOMAIN = /[a-z\d](?:[a-z\d.-]*[a-z\d])?/iy
/** Far more than a name and an address, with markup around them. */
const MAX_WRITTEN = 1000
const MAX_PEOPLE = 20

/**
 * Who wrote an article, as readers write names: "a@b.c (Name)", "Name <a@b.c>" and "Name (a@b.c)" give Name, an
 * address alone stays, as it is all there is. Several people are joined by commas, each once. Null when nobody
 * is named.
 */
export function authorName(authors: readonly string[]): string | null {
  const names = new Set(authors.slice(0, MAX_PEOPLE).map(nameOf).filter(Boolean))
  return cutText([...names].join(', '), MAX_AUTHOR, true) || null
}

function nameOf(written: string): string {
  const text = plainText({ value: cleanCharacters(written.slice(0, MAX_WRITTEN)), kind: 'guess', base: '' })
  const email = emailIn(text)
  if (!email) return unbracketed(text).replace(/^by\s+(?=\p{L})/iu, '')
  const rest = oneLine(text.replace(email, '').replace(/\(\s*\)|<\s*>|\[\s*\]/g, ''))
  const name = trimEnds(trimEnds(rest, '(<[', ')>]'), PUNCTUATION, PUNCTUATION)
  return name && !/^(no-?reply|nospam)$/i.test(name) ? name : email.replace(/^mailto:/i, '')
}

/** "(Sam)" is what is left of an address that its feed keeps to itself. */
function unbracketed(text: string): string {
  return /^\([^()]*\)$|^\[[^[\]]*\]$|^<[^<>]*>$/.test(text) ? text.slice(1, -1).trim() : text
}

const PUNCTUATION = `"',;: -`

/**
 * The first e-mail address in a text, or null. Found from its @ outwards: a pattern for the whole would begin anew at
 * each letter of a long word that no @ follows.
 */
function emailIn(text: string): string | null {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at
    while (start > 0 && LOCAL.test(text.charAt(start - 1))) start -= 1
    DOMAIN.lastIndex = at + 1
    const domain = DOMAIN.exec(text)?.[0]
    if (start === at || domain === undefined) continue
    const before = text.slice(Math.max(0, start - 7), start)
    return text.slice(/^mailto:$/i.test(before) ? start - 7 : start, at + 1 + domain.length)
  }
  return null
}
