import { cleanCharacters } from '../parse/repair-text.ts'
import { cutText } from './cut-text.ts'
import { oneLine, plainText } from './plain-text.ts'

const MAX_AUTHOR = 255
const EMAIL = /(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d.-]*[a-z\d])?/i

/**
 * Who wrote an article, as readers write names: "a@b.c (Name)", "Name <a@b.c>" and "Name (a@b.c)" give Name, an
 * address alone stays, as it is all there is. Several people are joined by commas, each once. Null when nobody
 * is named.
 */
export function authorName(authors: readonly string[]): string | null {
  const names = new Set(authors.slice(0, 20).map(nameOf).filter(Boolean))
  return cutText([...names].join(', '), MAX_AUTHOR, true) || null
}

function nameOf(written: string): string {
  const text = plainText({ value: cleanCharacters(written.slice(0, 2000)), kind: 'guess', base: '' })
  const email = EMAIL.exec(text)?.[0]
  if (!email) return text.replace(/^by\s+(?=\p{L})/iu, '')
  const rest = oneLine(text.replace(email, '').replace(/\(\s*\)|<\s*>|\[\s*\]/g, ''))
  const name = rest.replace(/^[(<[]+|[)>\]]+$/g, '').replace(/^["',;:\s-]+|["',;:\s-]+$/g, '')
  return name && !/^(no-?reply|nospam)$/i.test(name) ? name : email.replace(/^mailto:/i, '')
}
