import { decodeStrict } from './decode-strict.ts'
import { decodeUtf32 } from './decode-utf32.ts'
import { guessEncoding } from './guess-encoding.ts'
import { decodeWithStrayBytes, fromCesu8 } from './mend-utf8.ts'

export interface DecodedText {
  text: string
  /** The label the text was decoded by, lower-case, as the feed or the server spelt it. */
  encoding: string
}

/**
 * Turns the bytes of a feed into text: byte order mark, pattern of NULs, HTTP charset, XML declaration, then a
 * guess (UTF-8 if valid, else by the frequency of letters, see guess-encoding.ts). A label that is unknown or does
 * not fit the bytes is passed over, because a wrong label is commoner than a broken feed; one that fits all but a
 * few bytes (a character cut in two) is heeded before anything is guessed.
 * Sources: XML 1.0 appendix F, RFC 7303 section 3, RFC 2046 section 4.1.2, WHATWG Encoding. Never throws.
 */
export function decodeBytes(given: Uint8Array, contentType?: string | null): DecodedText {
  const wide = wideEncoding(given)
  if (wide) return { text: decodeWide(given, wide), encoding: wide }
  const cesu8 = fromCesu8(given)
  // Two surrogates in what is otherwise UTF-8; in another encoding the same bytes are letters.
  const bytes = cesu8 !== given && decodeStrict(cesu8, 'utf-8') !== null ? cesu8 : given

  const head = latin1(bytes.subarray(0, 1024))
  const declared = label(/^[^<]*<\?xml[^>]*?\bencoding\s*=[\s"']*([\w.:-]+)/i.exec(head)?.[1])
  const http = label(charsetOf(contentType))
  const utf8 = decodeStrict(bytes, 'utf-8')
  const ascii = utf8 !== null && utf8.length === bytes.length

  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const stated = marked ? [] : [http, declared].filter((candidate) => candidate !== null)
  for (const candidate of stated) {
    // Bytes above ASCII that happen to be valid UTF-8 are UTF-8, whatever a label says that somebody forgot to change.
    if (utf8 !== null && !ascii && isSurelyUtf8(utf8, candidate)) continue
    const text = decodeStrict(bytes, candidate)
    if (text !== null) return { text, encoding: candidate }
  }
  if (ascii && ISO_2022.some((start) => head.includes(start)))
    return { text: lenient(bytes, 'iso-2022-jp'), encoding: 'iso-2022-jp' }
  if (utf8 !== null) return { text: utf8, encoding: ascii && isText(contentType) ? 'us-ascii' : 'utf-8' }
  for (const encoding of [...stated, 'utf-8']) {
    const isUtf8 = encoding === 'utf-8' || encoding === 'utf8'
    const text = lenient(bytes, encoding)
    if (marked || almostFits(text, isUtf8 ? 2 : 20))
      return { text: isUtf8 ? decodeWithStrayBytes(bytes) : text, encoding }
  }
  const guessed = guessEncoding(bytes, latin1(bytes.subarray(0, 65_536)))
  return { text: lenient(bytes, guessed), encoding: guessed }
}

/** A media type is short; what goes on for longer is made to cost time. */
const MAX_CONTENT_TYPE = 256

/** The charset parameter of a media type. No two parts of the pattern take the same character, so it is linear. */
function charsetOf(contentType: string | null | undefined): string | undefined {
  return /charset\s*=[\s"']*([\w.:-]+)/i.exec(contentType?.slice(0, MAX_CONTENT_TYPE) ?? '')?.[1]
}

/** The escape into Japanese (RFC 1468), whose bytes are all ASCII. */
const ISO_2022 = ['\u001b$B', '\u001b$@']

/** Without a charset, `text/*` is US-ASCII by MIME: what XML calls UTF-8 as well, as long as the bytes are ASCII. */
function isText(contentType: string | null | undefined): boolean {
  return /^\s*text\//i.test(contentType?.slice(0, MAX_CONTENT_TYPE) ?? '')
}

/**
 * Whether of the characters beyond ASCII at most one in so many is a byte that could not be read. Hardly any text
 * is valid UTF-8 by chance, so there one in two is enough.
 */
function almostFits(text: string, oneIn: number): boolean {
  let beyond = 0
  let broken = 0
  // Counted one by one: a list of them would be many times the document.
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit > 0x7f && (unit & 0xfc00) !== 0xdc00) beyond += 1
    if (unit === 0xfffd) broken += 1
  }
  return broken * oneIn <= beyond
}

/**
 * Whether a text that is valid UTF-8 can be nothing in the encoding its label names. One byte a letter: what would be
 * pairs and triples of letters and signs that no language has. Two bytes a letter (East Asia): a short text of them
 * can be valid by chance, but hardly ever one with characters of three bytes, as all of East Asia's are in UTF-8.
 */
function isSurelyUtf8(utf8: string, label: string): boolean {
  if (!EAST_ASIAN.test(label)) return true
  let certain = 0
  for (let at = 0; at < utf8.length && certain < 3; at += 1) if (utf8.charCodeAt(at) > 0x7ff) certain += 1
  return certain >= 3
}

const EAST_ASIAN =
  /^(?:gb|big5|euc-|shift|sjis|ks_?c|x-sjis|iso-2022|ms_?kanji|windows-(?:31j|949)|cn-|x-x-big5|korean|chinese|csgb|csbig5|cseuc|cskoi)/

/** UTF-16 and UTF-32, by byte order mark or by where the NULs of the first character fall. */
function wideEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be'
  if (a === 0 && b === 0 && c === 0 && d) return 'utf-32be'
  if (a && b === 0 && c === 0 && d === 0) return 'utf-32le'
  if (a === 0 && b && c === 0 && d) return 'utf-16be'
  if (a && b === 0 && c && d === 0) return 'utf-16le'
  return null
}

function decodeWide(bytes: Uint8Array, encoding: string): string {
  return encoding.startsWith('utf-32')
    ? decodeUtf32(bytes, encoding === 'utf-32le')
    : lenient(bytes, encoding)
}

/** A label as TextDecoder knows it, or null. Wide labels are refused here: the bytes were not wide. */
function label(name: string | undefined): string | null {
  if (!name) return null
  const written = name.toLowerCase()
  const spelt = written.replaceAll('_', '-')
  if (/^(u(tf|cs)?-?(16|32|[24]$)|iso-10646)/.test(spelt)) return null
  // GB 18030 is a superset of GB 2312, and feeds labelled with the latter use characters of the former.
  if (spelt === 'gb2312') return 'gb18030'
  for (const known of [written, spelt, spelt.replace(/^(cp|win)-?(?=125\d$)/, 'windows-')]) {
    try {
      const { encoding } = new TextDecoder(known)
      if (encoding !== 'replacement') return known
    } catch {
      // An unknown label (RangeError): the next spelling, or the guess.
    }
  }
  return null
}

function lenient(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes)
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes)
}
