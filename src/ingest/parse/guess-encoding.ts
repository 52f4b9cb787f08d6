import { LEGACY_LANGUAGES, type LegacyLanguage } from './legacy-languages.ts'

/** As many bytes from the first above ASCII on are looked at. */
const SAMPLE = 4096

/**
 * The encoding a text of unknown label was probably written in: a sample is decoded in every way the languages of
 * legacy-languages.ts were written, and that which makes the most of its letters the language's own, the common
 * ones above all, wins. `head` is the feed's beginning read byte for byte: a language stated there, if it is one of
 * those, leaves only its own encodings. windows-1252 when nothing fits (WHATWG HTML, "determining the character
 * encoding").
 */
export function guessEncoding(bytes: Uint8Array, head: string): string {
  const start = bytes.findIndex((byte) => byte > 0x7f)
  const sample = bytes.subarray(Math.max(0, start - 1), start + SAMPLE)
  const known = new Map<string, Sightings>()
  const seenIn = (encoding: string) => {
    const seen = known.get(encoding) ?? look(new TextDecoder(encoding).decode(sample, { stream: true }))
    known.set(encoding, seen)
    return seen
  }
  let best = { encoding: DEFAULT, score: 0 }
  for (const candidate of candidatesFor(head)) {
    const worth = worthOf(candidate)
    const isLatin = LATIN.test(candidate.letters)
    for (const encoding of candidate.encodings) {
      const { mean, joined, count } = weigh(seenIn(encoding), worth)
      const score = isLatin
        ? mean + (encoding === DEFAULT ? headStart(count) : 0)
        : mean * Math.min(1, 2 * joined)
      if (score > best.score) best = { encoding, score }
    }
  }
  return best.encoding
}

/** The languages to try: the stated one, or all. `zh` alone may be of either script. */
function candidatesFor(head: string): readonly LegacyLanguage[] {
  const stated = /(?:<(?:dc:)?language>|\bxml:lang\s*=\s*["'])\s*([a-z]{2})(-[a-z]{2})?/i.exec(head)
  const primary = stated?.[1]?.toLowerCase() ?? ''
  const full = primary + (stated?.[2]?.toLowerCase() ?? '')
  // Software that is never told the language says English.
  if (primary === 'en') return LEGACY_LANGUAGES
  const own = LEGACY_LANGUAGES.filter(({ language }) =>
    full === 'zh-tw' ? language === full : language.slice(0, 2) === primary,
  )
  return own.length > 0 ? own : LEGACY_LANGUAGES
}

/** What each character is worth: the commoner half of the letters 2, the rest 1, capitals a little. */
function worthOf({ letters }: LegacyLanguage): Map<string, number> {
  const all = [...letters]
  const worth = new Map<string, number>()
  for (const [at, letter] of all.entries()) {
    const capital = letter.toUpperCase()
    if (!worth.has(letter)) worth.set(letter, at < Math.max(4, all.length / 2) ? 2 : 1)
    if (capital !== letter && capital.length === 1) worth.set(capital, CAPITAL)
  }
  return worth
}

const DEFAULT = 'windows-1252'
/** By how much the commonest encoding is likelier before anything is read; the more there is to read, the less. */
const headStart = (count: number) => 0.12 + 1 / (count + 4)
const CAPITAL = 0.6
const LETTER = /\p{L}/u
const MARK = /\p{M}/u
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u
const LATIN = /\p{Script=Latin}/u
const TYPOGRAPHY = /[\u2010-\u203a\u20ac\u2122\u3000-\u301f\uff00-\uff5e\u00a0©®«»°§£·]/

interface Weight {
  mean: number
  joined: number
  count: number
}

/** A character above ASCII, what stood before it, and how often it did. */
interface Sighting {
  character: string
  afterSmall: boolean
  afterLetter: boolean
  afterMark: boolean
  times: number
}

/** What there is in a text of an encoding, whatever the language: looked for once, and weighed for each. */
interface Sightings {
  characters: Sighting[]
  count: number
  joined: number
  mixed: number
}

function look(text: string): Sightings {
  const pairs = new Map<string, number>()
  let before = ' '
  for (const character of text) {
    if (character > '\u007f' || before > '\u007f') {
      const pair = before + character
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
    }
    before = character
  }
  const seen: Sightings = { characters: [], count: 0, joined: 0, mixed: 0 }
  for (const [pair, times] of pairs) {
    const [first = '', second = ''] = pair
    if (mixesScripts(first, second)) seen.mixed += times
    if (second <= '\u007f') continue
    seen.count += times
    if (first > '\u007f') seen.joined += times
    seen.characters.push({
      character: second,
      afterSmall: first !== first.toUpperCase(),
      afterLetter: LETTER.test(first),
      afterMark: MARK.test(first),
      times,
    })
  }
  return seen
}

/**
 * Of the characters above ASCII the mean worth, 2 at most, and the part that follows another one: whole words of
 * them make a script of its own, single ones the accents of a Latin text.
 */
function weigh({ characters, count, joined, mixed }: Sightings, worth: ReadonlyMap<string, number>): Weight {
  if (count === 0) return { mean: 0, joined: 0, count }
  let sum = -3 * mixed
  for (const sighting of characters) sum += sighting.times * worthHere(sighting, worth)
  return { mean: sum / count, joined: joined / count, count }
}

/** What no writer of the language writes is negative. */
function worthHere(
  { character, afterSmall, afterLetter, afterMark }: Sighting,
  worth: ReadonlyMap<string, number>,
): number {
  const value = worth.get(character)
  // A capital after a small letter is what one Cyrillic encoding makes of another.
  if (value === CAPITAL && afterSmall) return -1.5
  if (MARK.test(character) && !afterLetter && !afterMark) return -3
  if (value !== undefined) return value
  if (character === '\ufffd') return -6
  if (TYPOGRAPHY.test(character)) return 1
  if (MARK.test(character)) return 0
  if (IDEOGRAPH.test(character)) return 0.4
  return LETTER.test(character) || afterLetter ? -1.5 : -1
}

/** Whether a word goes on in another alphabet; Chinese, Japanese and Korean do so with every foreign name. */
function mixesScripts(before: string, character: string): boolean {
  if (before <= '\u007f' === character <= '\u007f') return false
  if (!LETTER.test(before) || !LETTER.test(character)) return false
  return LATIN.test(before) !== LATIN.test(character) && !IDEOGRAPH.test(before) && !IDEOGRAPH.test(character)
}
