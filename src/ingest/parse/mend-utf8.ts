/**
 * Characters beyond the basic plane that Java and MySQL wrote as two surrogates of three bytes each (CESU-8), as the
 * four bytes they are in UTF-8. The same bytes where there is none.
 */
export function fromCesu8(bytes: Uint8Array): Uint8Array {
  let mended: Uint8Array | null = null
  let written = 0
  let copied = 0
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const point = surrogatePair(bytes, at)
    if (point === null) continue
    mended ??= new Uint8Array(bytes.length)
    mended.set(bytes.subarray(copied, at), written)
    written += at - copied
    mended.set(fourBytes(point), written)
    written += 4
    copied = at + 6
  }
  if (mended === null) return bytes
  mended.set(bytes.subarray(copied), written)
  return mended.subarray(0, written + bytes.length - copied)
}

function surrogatePair(bytes: Uint8Array, at: number): number | null {
  const [, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes.subarray(at, at + 6)
  const isPair =
    (b & 0xf0) === 0xa0 && (c & 0xc0) === 0x80 && d === 0xed && (e & 0xf0) === 0xb0 && (f & 0xc0) === 0x80
  if (!isPair) return null
  return 0x10000 + (((b & 0x0f) << 16) | ((c & 0x3f) << 10) | ((e & 0x0f) << 6) | (f & 0x3f))
}

const fourBytes = (point: number) => [
  0xf0 | (point >> 18),
  0x80 | ((point >> 12) & 0x3f),
  0x80 | ((point >> 6) & 0x3f),
  0x80 | (point & 0x3f),
]

/** Latin letters and the punctuation of the languages written in them. */
const LATIN = /^[^\u0250-\u1dff\u2c00-\uffff]$/
/** Far more than any text has; what has more is no UTF-8. */
const MAX_STRAY = 1000

/**
 * UTF-8 into which single bytes of windows-1252 were pasted: those are read as such where nothing else can be meant,
 * which is punctuation (0x80 to 0x9F) that continues no character, and an accented letter beside a letter in a text
 * that is otherwise Latin. The rest of what does not fit, such as the first byte of a character that was cut in two,
 * is U+FFFD.
 */
export function decodeWithStrayBytes(bytes: Uint8Array): string {
  const lenient = new TextDecoder('utf-8')
  const western = new TextDecoder('windows-1252')
  const pieces: string[] = []
  let start = 0
  let strays = 0
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length > 0) {
      at += length
      continue
    }
    strays += 1
    if (strays > MAX_STRAY) break
    const before = lenient.decode(bytes.subarray(start, at))
    const isKnown = isPunctuation(bytes, at) || isAccented(bytes, at, before)
    pieces.push(before, isKnown ? western.decode(bytes.subarray(at, at + 1)) : '\ufffd')
    at += 1
    start = at
  }
  return pieces.join('') + lenient.decode(bytes.subarray(start))
}

/** How many bytes the UTF-8 character at this place has (RFC 3629, section 4); 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  const second = bytes[at + 1] ?? 0
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (length === 0 || second < least || second > most) return 0
  for (let next = 2; next < length; next += 1) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

const isPunctuation = (bytes: Uint8Array, at: number) => {
  const byte = bytes[at] ?? 0
  const isUndefined = [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)
  return byte >= 0x80 && byte < 0xa0 && !isUndefined && (bytes[at - 1] ?? 0) < 0x80
}

/** 0xE2 begins most punctuation of UTF-8, and so is what is left of it when it is cut. */
function isAccented(bytes: Uint8Array, at: number, before: string): boolean {
  const byte = bytes[at] ?? 0
  if (byte < 0xc0 || byte === 0xd7 || byte === 0xf7 || byte === 0xe2) return false
  const isLetter = (other: number | undefined) =>
    other !== undefined && /[A-Za-z]/.test(String.fromCharCode(other))
  const isBeside = isLetter(bytes[at - 1]) || isLetter(bytes[at + 1])
  return (
    isBeside &&
    (bytes[at + 1] ?? 0) < 0x80 &&
    [...before.slice(-200)].every((character) => LATIN.test(character))
  )
}
