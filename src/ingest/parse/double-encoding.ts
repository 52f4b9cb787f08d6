import { decodeStrict } from './decode-strict.ts'

/** An encoding of one byte a character, backwards. */
interface SingleByte {
  byteOf: ReadonlyMap<string, number>
  /** A run of characters that its bytes above ASCII stand for. */
  runs: RegExp
}

function backwards(label: string): SingleByte {
  const decoder = new TextDecoder(label)
  const byteOf = new Map<string, number>()
  for (let byte = 0x80; byte < 0x100; byte += 1) byteOf.set(decoder.decode(Uint8Array.of(byte)), byte)
  // Latin-1 has controls where windows-1252 has punctuation; some software reads the one, some the other.
  for (let byte = 0x80; byte < 0xa0; byte += 1) byteOf.set(String.fromCharCode(byte), byte)
  const set = [...byteOf.keys()].map((character) => `\\u{${character.codePointAt(0)?.toString(16)}}`).join('')
  return { byteOf, runs: new RegExp(`[${set}]{2,}`, 'gu') }
}

let tables: { western: SingleByte; cyrillic: SingleByte } | undefined
/** Encoded twice more: hardly ever, but it happens. */
const MOST_LAYERS = 2

/**
 * Undoes that UTF-8 was read as windows-1252 or windows-1251 and encoded again: "itâ€™s", "РџСЂРёРІРµС‚". Each run of
 * characters by itself, as a sound text may stand beside a broken one, and only where nobody can have meant what
 * stands there.
 */
export function undoDoubleEncoding(text: string): string {
  let mended = text
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    if (
      !/[\u00c2-\u00f4][\u0080-\u00ff\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u2122]|[\u0420\u0421\u0432\u0440\u0413][\u0080-\u2122]/.test(
        mended,
      )
    )
      return mended
    tables ??= { western: backwards('windows-1252'), cyrillic: backwards('windows-1251') }
    const { western, cyrillic } = tables
    const before = mended
    mended = before.replace(western.runs, (run) => undone(run, western, isCertain))
    if (mended === before)
      mended = before.replace(cyrillic.runs, (run) => undone(run, cyrillic, isCertainInCyrillic))
    if (mended === before) return mended
  }
  return mended
}

/** A run with its broken parts mended: it may begin or end with a sound character. */
function undone(run: string, { byteOf }: SingleByte, certain: (found: Sequences) => boolean): string {
  const bytes = Uint8Array.from(run, (character) => byteOf.get(character) ?? 0)
  const [start, end] = [firstLead(bytes), bytes.length - danglingAtEnd(bytes)]
  const inner = start < end ? decodeStrict(bytes.subarray(start, end), 'utf-8') : null
  if (inner === null || !certain({ bytes: bytes.subarray(start, end), text: inner })) return run
  return run.slice(0, start) + inner + run.slice(end)
}

interface Sequences {
  bytes: Uint8Array
  text: string
}

function firstLead(bytes: Uint8Array): number {
  const at = bytes.findIndex((byte) => byte >= 0xc2 && byte <= 0xf4)
  return at < 0 ? bytes.length : at
}

/** A sound character after the broken ones: a lead byte that nothing follows. */
function danglingAtEnd(bytes: Uint8Array): number {
  const last = bytes.at(-1) ?? 0
  return last >= 0xc0 ? 1 : 0
}

/**
 * Whether a run can be nothing but broken: it holds a sign of three bytes ("â€™") or an emoji, three characters and
 * more, or one of two bytes that begins as the letters of Western Europe do (Â, Ã) and goes on with a sign, not with the
 * punctuation that may follow a capital letter. Other characters of three bytes are not enough: "é »" would be one.
 */
function isCertain({ bytes, text }: Sequences): boolean {
  const characters = [...text]
  if (SIGN.test(text) || characters.length >= 3) return !/[\p{Co}\p{Cn}\p{Cc}]/u.test(text)
  const [lead = 0, next = 0] = bytes
  if (lead === 0xc2) return true
  if (lead === 0xc3) return !PUNCTUATION.has(next)
  return characters.length > 1 && lead >= 0xd0
}

/** Vietnamese ("áº"), punctuation, currencies, arrows and symbols ("â€", "â‚", "â„" and the like), and emoji ("ðŸ"). */
const SIGN =
  /[\u1e00-\u1eff\u2010-\u2044\u20a0-\u20c0\u2100-\u214f\u2190-\u22ff\u2500-\u27bf\u{1f000}-\u{1faff}]/u

/** In windows-1252: … ‘ ’ “ ” – — ™ » and the like. */
const PUNCTUATION = new Set([
  0x80, 0x82, 0x84, 0x85, 0x86, 0x87, 0x89, 0x8b, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9b, 0xbb,
])

/** Cyrillic letters are many in a text of them: two that are Cyrillic again, or a character of three bytes ("вЂ™"). */
function isCertainInCyrillic({ text }: Sequences): boolean {
  const characters = [...text]
  if (characters.some((character) => character > '\u1fff'))
    return characters.every((character) =>
      /[\p{P}\p{S}\p{Zs}\p{Script=Cyrillic}\p{Extended_Pictographic}]/u.test(character),
    )
  return (
    characters.length >= 2 &&
    characters.every((character) => /[\p{Script=Cyrillic}\u00a0-\u00bf]/u.test(character))
  )
}
