/** RFC 2047 §2: an encoded word has at most 75 characters, `=?utf-8?B?` and `?=` included. */
const MAX_BYTES = 45
/** Longest text that is sent as it is: a line has at most 78 characters with its name. */
const MAX_PLAIN = 60

/**
 * A text as the value of a header. Printable ASCII stays as it is; anything else becomes encoded words (RFC 2047), of
 * which none ends in the middle of a character. Line breaks and other controls become spaces, so that no text adds a header.
 */
export function encodeHeader(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
  // What looks like an encoded word would be decoded.
  if (/^[\x20-\x7e]*$/.test(clean) && clean.length <= MAX_PLAIN && !clean.includes('=?')) return clean
  const words: string[] = []
  let word: number[] = []
  const encoder = new TextEncoder()
  for (const character of clean) {
    const bytes = encoder.encode(character)
    if (word.length + bytes.length > MAX_BYTES) {
      words.push(encodeWord(word))
      word = []
    }
    word.push(...bytes)
  }
  words.push(encodeWord(word))
  return words.join('\r\n ')
}

/** A name and address as RFC 5322 §3.4 has them; no encoded word may stand within quotes. */
export function encodeMailbox({ name, email }: { name: string; email: string }): string {
  const encoded = encodeHeader(name)
  if (encoded === '') return email
  const isPhrase = encoded.startsWith('=?') || /^[a-z0-9 ]+$/i.test(encoded)
  return `${isPhrase ? encoded : `"${encoded.replace(/["\\]/g, '\\$&')}"`} <${email}>`
}

const encodeWord = (bytes: number[]) => `=?utf-8?B?${btoa(String.fromCharCode(...bytes))}?=`
