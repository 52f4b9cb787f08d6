/** Longest text that is looked at for a date. */
const MAX_LENGTH = 120

const PUNCTUATION: Readonly<Record<string, string>> = {
  '\u2212': '-',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\ufe63': '-',
  '\uff0d': '-',
  '\uff0b': '+',
  '\uff1a': ':',
  '\u2236': ':',
  '\uff0f': '/',
  '\uff0e': '.',
  '\uff0c': ',',
  '\u3001': ',',
  '\u060c': ',',
  '\uff08': '(',
  '\uff09': ')',
  '\u2019': "'",
}

/**
 * A date as it is read: lower case, digits of any script as 0 to 9, minus signs, colons and commas of any width as
 * ASCII has them, marks of direction and invisible characters taken out, white space as single spaces.
 */
export function dateText(written: string): string {
  const text = written
    .slice(0, 4 * MAX_LENGTH)
    .trim()
    .slice(0, MAX_LENGTH)
  const plain = /^[\x20-\x7e]*$/.test(text)
    ? text
    : text
        .normalize('NFC')
        .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]/g, '')
        .replace(
          /[\u2010-\u2014\u2019\u2212\u2236\u3001\u060c\ufe63\uff08-\uff1a]/g,
          (character) => PUNCTUATION[character] ?? character,
        )
        .replace(/\p{Nd}/gu, asciiDigit)
  return plain.toLowerCase().replace(/\s+/g, ' ').trim()
}

/** Every script has its ten digits in a row. */
function asciiDigit(digit: string): string {
  if (digit >= '0' && digit <= '9') return digit
  const point = digit.codePointAt(0) ?? 0
  let zero = point
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String(point - zero)
}
