import { fullYear, ordinalDate, utc, weekDate } from './calendar.ts'
import { clockIn, zoneIn } from './clock.ts'
import { dateText } from './date-text.ts'
import { markMonths, monthOf } from './date-words.ts'
import { type DateHints, isDayFirst, numericDate, orderOf } from './numeric-date.ts'

export type { DateHints } from './numeric-date.ts'

/**
 * Reads a date in any of the forms feeds use, as milliseconds since 1970, or null. RFC 822 and 2822 with their
 * odd zones, swapped parts and month names of some sixty languages; RFC 3339, W3CDTF and ISO 8601 with week,
 * ordinal, basic and two-digit forms; asctime, Go, Java, Drupal, MSSQL, Perforce, .NET and East Asian forms; Unix
 * time. A date without zone, or with one that cannot be, is UTC. Two digits for a year mean 1970 to 2069.
 */
export function parseDate(written: string, hints: DateHints = {}): number | null {
  const text = clockLast(dateText(written))
  if (!text) return null
  for (const read of READERS) {
    const date = read(text, hints)
    if (date !== undefined) return date
  }
  return null
}

/** Vietnamese writes "15:05 4/1/2024": the time of day is read after the date. */
function clockLast(text: string): string {
  const [clock = '', first = ''] =
    /^[^\d#]*(\d{1,2}:\d\d(?::\d\d)?(?: (?:sa|ch|[ap]\.?m\.?))?),? (?=\D*\d{1,4}[-./ ])/.exec(text) ?? []
  return clock ? `${text.slice(clock.length)} ${first}` : text
}

/**
 * The order of day and month in the dates of one feed, for `DateHints`.
 *
 * @param latest the moment, in milliseconds since 1970, that no date should lie after
 */
export function dateOrder(
  written: Iterable<string>,
  { language, latest }: { language: string | null; latest: number },
): boolean | null {
  const dates = []
  for (const date of written) {
    // Two numbers with a separator: cheaper than to read what cannot be meant.
    const numeric = /\d ?[./-] ?\d/.test(date.slice(0, 60)) ? numericDate(dateText(date)) : null
    if (numeric) dates.push(numeric)
  }
  return orderOf(dates, { language, latest, yearOf: (year) => yearOf(year, { language }) })
}

/** A date, null for one that does not exist, undefined for a form that is another reader's. */
type Reading = number | null | undefined
type Reader = (text: string, hints: DateHints) => Reading

const READERS: readonly Reader[] = [
  readStandard,
  readUnixTime,
  readWeekOrOrdinal,
  readYearFirst,
  readShortIso,
  readDigits,
  readNumeric,
  readWords,
]

const STANDARD =
  /^(?:(\d{4})-(\d\d)-(\d\d)t|(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) )(\d\d):(\d\d):(\d\d)(?:\.\d+)? ?(z|gmt|utc|[+-]\d\d:?\d\d)$/

/** RFC 3339 and RFC 2822 as they should be, which most are: the other readers give the same, only later. */
function readStandard(text: string, { language = null }: DateHints): Reading {
  const match = STANDARD.exec(text)
  if (!match) return undefined
  const [, isoYear, isoMonth, isoDay, day, name = '', year, hour, minute, second, zone = ''] = match
  const month = isoMonth ? Number(isoMonth) : monthOf(name, language)
  if (!month) return undefined
  const time = [Number(hour), Number(minute), Number(second)] as const
  return zoned(utc(Number(isoYear ?? year), month, Number(isoDay ?? day), ...time), zone, null)
}

/** Seconds since 1970, or milli-, micro- or nanoseconds by the number of digits; `/Date(1711181100000)/`. */
function readUnixTime(text: string): Reading {
  const bare = /^(?:\/?date\()?(-?\d{9,19})(?:[.,](\d+))?(?:[+-]\d{4})?(?:\)\/?)?$/.exec(text)
  const [, digits = '', fraction = ''] = bare ?? []
  const size = digits.replace('-', '').length
  // 14 digits are 20031231101455.
  if (!bare || size === 14 || size === 11 || size === 12) return undefined
  const milliseconds = Number(`${digits}.${fraction || 0}`) / 1000 ** unitOf(size)
  return Math.abs(milliseconds) < 8.64e15 ? milliseconds : null
}

/** How often a number of so many digits has to be divided by 1,000 to be milliseconds. */
const unitOf = (digits: number) => (digits <= 10 ? -1 : digits === 13 ? 0 : digits <= 16 ? 1 : 2)

/** 2003-W52-3, 2003w523, 2003-365, 2003365. */
function readWeekOrOrdinal(text: string): Reading {
  const week = /^(\d{4})-?w(\d{2})(?:-?([1-7]))?(?:t.*)?$/.exec(text)
  if (week) return weekDate(Number(week[1]), Number(week[2]), Number(week[3] ?? 1))
  const ordinal = /^(\d{4})-?([0-3]\d\d)(?:t.*)?$/.exec(text)
  return ordinal ? ordinalDate(Number(ordinal[1]), Number(ordinal[2])) : undefined
}

const YEAR_FIRST =
  /^[^\d#+-]*(\d{4})(?: ?[-/.] ?| ?[年년] ?)(0?\d{1,2}|\p{L}[\p{L}\p{M}]*)(?:(?: ?[-/.]+ ?| ?[月월] ?| )(\d{1,2})(?![\d:]))?(?: ?[日일])?/u

/** 2003-12-31T10:14:55Z, 2003-12, 2006/09/15 08:19:53 edt, 2004. 5. 28. 오후 1:31, 2004年5月28日. */
function readYearFirst(text: string, hints: DateHints): Reading {
  const common = eraAsYear(text)
  const match = YEAR_FIRST.exec(common)
  if (!match) return undefined
  const [whole, year = '', name = '', day = '1'] = match
  const month = /^\d+$/.test(name) ? Number(name) : monthOf(name, hints.language)
  if (!month) return /\d/.test(name) ? null : undefined
  const rest = common.slice(whole.length)
  if (/^\d/.test(rest)) return undefined
  const date = { year: yearOf(year, { ...hints, text }), month, day: Number(day) }
  return atTime(date, rest, hints, isKorean(text) ? 'kst' : '')
}

const ERAS: readonly [RegExp, number][] = [
  [/令和 ?(\d{1,2}|元) ?年/, 2018],
  [/平成 ?(\d{1,2}|元) ?年/, 1988],
  [/民國 ?(\d{2,3}) ?年/, 1911],
]

/** Years of Japan's emperors and of Taiwan as the common ones: 令和6年 is 2024年. */
function eraAsYear(text: string): string {
  for (const [era, before] of ERAS) {
    const year = era.exec(text)?.[1]
    if (year) return text.replace(era, `${before + (year === '元' ? 1 : Number(year))}年`)
  }
  // Korean shortens years as it does days: "24. 1. 4.".
  return isKorean(text) ? text.replace(/^(\d\d)(?=\. ?\d{1,2}\. ?\d)/, '20$1') : text
}

const isKorean = (text: string) => /\p{Script=Hangul}/u.test(text)

/** Two-digit years of ISO 8601:1988: 03-12-31, 031231, -0312, -03-12, 03335; a bare year. */
function readShortIso(text: string): Reading {
  if (/^\d{4}$/.test(text)) return utc(Number(text), 1, 1)
  const yearMonth = /^-(\d\d)-?(\d\d)$/.exec(text)
  if (yearMonth) return utc(fullYear(yearMonth[1]), Number(yearMonth[2]), 1)
  const date = /^(\d\d)-(\d\d)-(\d\d)$|^(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (date) return utc(fullYear(date[1] ?? date[4]), Number(date[2] ?? date[5]), Number(date[3] ?? date[6]))
  const ordinal = /^(\d\d)-?([0-3]\d\d)$/.exec(text)
  return ordinal ? ordinalDate(fullYear(ordinal[1]), Number(ordinal[2])) : undefined
}

/** 20031231, 20031231t101455z, 20031231101455. */
function readDigits(text: string, hints: DateHints): Reading {
  const basic = /^(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d):?(\d\d):?(\d\d)?(?:[.,]\d+)?(.*))?$/.exec(text)
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone = ''] = basic ?? []
  if (!basic || Number(month) > 12 || Number(month) === 0) return undefined
  const wall = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
  return zoned(wall, zone, hints.language ?? null)
}

/** 31.12.2003, 31/12/2003 and the American 12/31/2003; Drupal's "Sat, 12/31/2003 - 10:14". */
function readNumeric(text: string, hints: DateHints): Reading {
  const date = numericDate(text)
  if (!date) return undefined
  const year = yearOf(date.year, { ...hints, text })
  const [day, month] = isDayFirst(date, year, hints) ? [date.first, date.second] : [date.second, date.first]
  return atTime({ year, month, day }, text.slice(date.end), hints)
}

/** Anything that names its month: RFC 822 and 2822, asctime, and what people and scripts make of them. */
function readWords(text: string, hints: DateHints): Reading {
  const language = hints.language ?? null
  const marked = markMonths(text)
  const clock = clockIn(marked)
  if (!clock && /\d:/.test(text)) return null
  const offset = /^ ?(?:gmt|utc?)?[+-] ?[\d:]+/
  const words = `${clock ? clock.before : marked} ${clock ? clock.after.replace(offset, ' ') : ''}`
    .split(/[\s,/()]+|(?<=[\p{L}\p{M}])[-.]+(?=\d)|(?<=\d)[-.]+(?=\p{L})|(?<=\d)(?=\p{L}{3})|(?<=#\d{1,2})-/u)
    .map((word) => word.replace(/^[-.;']+|[-;:]+$/g, ''))
    .filter(Boolean)
  // The first word may be a weekday that is a month elsewhere ("mar" is Tuesday in French): the month has a day beside it.
  const months = words.flatMap((word, at) => (monthOf(word, language) ? [at] : []))
  const isDay = (at: number) => /^\d{1,2}(?:\.|[º°ª]|\p{L}{1,3}|\.º)?$/u.test(words[at] ?? '')
  const skip = (at: number) => (/^(?:de|of|van|a|d|di)$/.test(words[at] ?? '') ? 1 : 0)
  const before = (at: number) => at - 1 - skip(at - 1)
  const at = months.find((place) => isDay(before(place))) ?? months.find((place) => isDay(place + 1))
  const month = at ?? (words.length <= 3 ? months[0] : undefined)
  if (month === undefined) return undefined
  const day = at === undefined ? -1 : isDay(before(at)) ? before(at) : at + 1
  const rest = words.filter((_, place) => place !== month && place !== day)
  const year = rest.find((word) => /^\d{4}(?!\d)/.test(word)) ?? rest.find((word) => /^\d\d$/.test(word))
  if (!year) return null
  const date = {
    year: yearOf(/^\d+/.exec(year)?.[0] ?? '', { ...hints, text }),
    month: monthOf(words[month] ?? '', language) ?? 0,
    day: day < 0 ? 1 : Number.parseInt(words[day] ?? '', 10),
  }
  const { hour = 0, minute = 0, second = 0, after = '' } = clock ?? {}
  return zoned(utc(date.year, date.month, date.day, hour, minute, second), after, language)
}

/** The day with the time of day that follows it, if one does. */
function atTime(
  { year, month, day }: { year: number; month: number; day: number },
  rest: string,
  hints: DateHints,
  zone = '',
): number | null {
  const compact = /^ ?t ?(\d\d)(\d\d)?(\d\d)?(?:[.,]\d+)?(?![\d:])/.exec(rest)
  const clock = compact
    ? {
        hour: Number(compact[1]),
        minute: Number(compact[2] ?? 0),
        second: Number(compact[3] ?? 0),
        after: rest.slice(compact[0].length),
      }
    : clockIn(rest)
  if (!clock && /\d:/.test(rest)) return null
  const { hour = 0, minute = 0, second = 0, after = rest } = clock ?? {}
  const wall = utc(year, month, day, hour, minute, second)
  return zoned(wall, `${after} ${clock ? zone : ''}`, hints.language ?? null)
}

function zoned(wall: number | null, zone: string, language: string | null): number | null {
  return wall === null ? null : wall - zoneIn(zone, wall, language) * 60_000
}

/** The year of the common calendar; Thai feeds count from the Buddha's death. */
function yearOf(digits: string, { language = null, text = '' }: DateHints & { text?: string }): number {
  const year = digits.length === 4 ? Number(digits) : fullYear(digits)
  const isThai = /\p{Script=Thai}/u.test(text) || /^th\b/i.test(language ?? '')
  return isThai && year > 2400 && year < 2700 ? year - 543 : year
}
