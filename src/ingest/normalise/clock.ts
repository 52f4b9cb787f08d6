import { halfOf } from './date-words.ts'
import { zoneMinutes } from './date-zones.ts'

/** A time of day, and what the text holds around it. */
export interface Clock {
  hour: number
  minute: number
  second: number
  before: string
  /** What follows, the zone first. */
  after: string
}

const NUMBER = String.raw`(\d{1,2})`
/** Colons are the rule; 下午3时05分, 8h05 and, where nothing better is there, 10.05 are the exceptions. */
const CLOCKS = [
  new RegExp(String.raw`(?<![\d:])${NUMBER} ?: ?${NUMBER}(?: ?: ?${NUMBER}(?:[.,:]\d+)?)?(?![\d:])`),
  new RegExp(String.raw`(?<!\d)${NUMBER} ?[時时點点시] ?(?:${NUMBER} ?[分분] ?)?(?:${NUMBER} ?[秒초])?`),
  new RegExp(
    String.raw`(?<![\d.,])${NUMBER} ?h(?: ?${NUMBER}(?: ?(?:m|min) ?(?:${NUMBER} ?s?)?)?)?(?![\p{L}\d])`,
    'u',
  ),
  new RegExp(String.raw`(?<![\d.,/-])${NUMBER}\.(\d\d)(?:\.(\d\d)(?:\.\d+)?)?(?![\d./])`),
]
/** A word for "o'clock" may stand before that for the half of the day; Telugu and Malayalam write on after it. */
const HALF_AFTER =
  /^ ?(?:(?:ч|h|uhr|น)\.? )?([ap]m(?=(?!\p{Script=Latin})\p{L})|\p{L}[\p{L}\p{M}]*(?:\. ?\p{L}(?![\p{L}\p{M}])\.?)?)\.?/u
const HALF_BEFORE = /(?<![\p{L}\p{M}])(\p{L}[\p{L}\p{M}]*(?:\. ?\p{L}\.)?)\.? ?$/u

/** The first time of day in a text that `dateText` made, or null. 12 hours are told by what stands beside them. */
export function clockIn(text: string): Clock | null {
  for (const pattern of CLOCKS) {
    const match = pattern.exec(text)
    if (!match) continue
    const [whole, hour = '0', minute = '0', second = '0'] = match
    const before = text.slice(0, match.index)
    const after = text.slice(match.index + whole.length)
    return inHalf({ hour: Number(hour), minute: Number(minute), second: Number(second), before, after })
  }
  const bare = /(?<![\d:.,])(\d{1,2}) ?([ap])\.? ?m\b\.?/.exec(text)
  if (!bare) return null
  const [whole, hour = '0', half = ''] = bare
  const clock = {
    minute: 0,
    second: 0,
    before: text.slice(0, bare.index),
    after: text.slice(bare.index + whole.length),
  }
  return { ...clock, hour: to24(Number(hour), half === 'p') }
}

function inHalf(clock: Clock): Clock {
  const [whole = '', word = ''] = HALF_AFTER.exec(clock.after) ?? []
  for (const [taken, half] of [
    [whole, halfOf(word)],
    [whole.split('.')[0] ?? '', halfOf(word.split('.')[0] ?? '')],
  ] as const) {
    if (half) {
      const after = clock.after.slice(taken.length)
      return { ...clock, after, hour: to24(clock.hour, half === 'afternoon') }
    }
  }
  const [before = '', said = ''] = HALF_BEFORE.exec(clock.before) ?? []
  const half = halfOf(said)
  if (!half) return clock
  return {
    ...clock,
    before: clock.before.slice(0, -before.length),
    hour: to24(clock.hour, half === 'afternoon'),
  }
}

/** The hour of 24 for one of 12; one beyond 12 says itself what it is. */
function to24(hour: number, afternoon: boolean): number {
  return hour > 12 ? hour : (hour % 12) + (afternoon ? 12 : 0)
}

const OFFSET = /(?:(?<!\p{L})(?:gmt|utc?|z) ?)?[+-] ?\d{1,2}(?::? ?\d{2}(?!\d))?(?!\d)(?::\d\d)?/u
const REGION = /[a-z]{2,}(?:\/[a-z][a-z0-9_+-]*){1,2}/
/** One letter is a zone only where a zone is expected: elsewhere it is a word. */
const ZONE_WORDS = /(?<=^ ?)[a-z](?![\p{L}\p{M}])|(?<![\p{L}\p{M}])[a-z]{2,6}(?![\p{L}\p{M}])/gu
const IN_WORDS = /(?:[a-z]+ ){1,4}time\b/

/**
 * Minutes east of UTC that the text after a time of day says: an offset before a name, the name of a place in the
 * brackets of Java, else the first word that is a zone. 0 when it says nothing that can be true.
 */
export function zoneIn(after: string, wall: number, language: string | null): number {
  const offset = OFFSET.exec(after)
  if (offset && !/\p{L}{3}/u.test(after.slice(0, offset.index).replace(/gmt|utc/, ''))) {
    const minutes = zoneMinutes(offset[0].trim(), wall, language)
    if (minutes !== null) return minutes
    // An offset that no place has was written by a broken clock: the date stands, the offset does not.
    return 0
  }
  const words = (after.match(ZONE_WORDS) ?? []).slice(0, 8)
  for (const named of [REGION.exec(after)?.[0], IN_WORDS.exec(after)?.[0], ...words]) {
    const minutes = named === undefined ? null : zoneMinutes(named, wall, language)
    if (minutes !== null) return minutes
  }
  return 0
}
