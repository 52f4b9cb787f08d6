import { DAY, fullYear, ordinalDate, to24, utc } from './calendar.ts'
import { monthOf } from './date-words.ts'

/**
 * Reads a date in any of the forms feeds use, as milliseconds since 1970, or null. RFC 822 and 2822 with their
 * odd zones, swapped parts and long, shortened or translated month names; RFC 3339, W3CDTF and ISO 8601 with week,
 * ordinal, basic and two-digit forms; asctime, MSSQL, Perforce, Korean and Hungarian forms; Unix time. A date
 * without zone is UTC. Two digits for a year mean 1970 to 2069.
 */
export function parseDate(written: string): number | null {
  const text = written.trim().slice(0, MAX_DATE).normalize('NFC').toLowerCase()
  if (!text) return null
  for (const read of [
    readWeekOrOrdinal,
    readNumeric,
    readShortIso,
    readDigits,
    readKorean,
    readDayFirst,
    readWords,
  ]) {
    const date = read(text)
    if (date !== undefined) return date
  }
  return null
}

/** No date is longer, its zone in words included. */
const MAX_DATE = 100

/** A date, null for one that does not exist, undefined for a form that is another reader's. */
type Reading = number | null | undefined

const TIME = String.raw`(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s*([ap]\.?m\.?)?\s*(\S+)?(?:\s+\(.*\))?`
const WEEKDAY = String.raw`(?:\p{L}+\.?,?\s+)?`
const NUMERIC = new RegExp(
  String.raw`^${WEEKDAY}(\d{4})[-/.](0?\d{1,2}|\p{L}+)(?:[-/.](\d{1,2}))?(?:(?:t|,?\s+|(?<=\d)-(?=\d\d:))(?:(오전|오후)\s*)?${TIME})?$`,
  'u',
)

/** Year first: 2003-12-31T10:14:55Z, 2003-12, 2006/09/15 08:19:53 edt, 2004-július-13t9:15-05:00. */
function readNumeric(text: string): Reading {
  const match = NUMERIC.exec(text)
  if (!match) return undefined
  const [, year, month = '', day = '1', korean, hour = '0', minute = '0', second = '0', half, zone] = match
  const number = /^\d+$/.test(month) ? Number(month) : monthOf(month)
  if (!number) return null
  const isAfternoon = korean ? korean === '오후' : half?.startsWith('p')
  const shifted = korean || half ? to24(Number(hour), isAfternoon ?? false) : Number(hour)
  return utc(
    Number(year),
    number,
    Number(day),
    shifted,
    Number(minute),
    Number(second),
    zone ?? (korean ? 'kst' : 'z'),
  )
}

/** 2003-W52-3, 2003w523, 2003-365, 2003365. */
function readWeekOrOrdinal(text: string): Reading {
  const week = /^(\d{4})-?w(\d{2})(?:-?([1-7]))?(?:t.*)?$/.exec(text)
  if (week) {
    const [, year, number, day = '1'] = week
    const fourth = new Date(Date.UTC(Number(year), 0, 4))
    const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY
    return monday + ((Number(number) - 1) * 7 + Number(day) - 1) * DAY
  }
  const ordinal = /^(\d{4})-?([0-3]\d\d)(?:t.*)?$/.exec(text)
  if (!ordinal) return undefined
  return ordinalDate(Number(ordinal[1]), Number(ordinal[2]))
}

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

/** 20031231, 20031231t101455z, 20031231101455, and Unix time in seconds or milliseconds. */
function readDigits(text: string): Reading {
  const basic = /^(\d{4})(\d\d)(\d\d)(?:t?(\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(\S*))?$/.exec(text)
  if (basic && Number(basic[2]) <= 12 && Number(basic[2]) > 0) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', zone = 'z'] = basic
    return utc(
      Number(year),
      Number(month),
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
      zone || 'z',
    )
  }
  if (/^\d{13}$/.test(text)) return Number(text)
  return /^\d{9,10}$/.test(text) ? Number(text) * 1000 : undefined
}

/** 2004년 05월 28일  01:31:15, in Korean time. */
function readKorean(text: string): Reading {
  const match =
    /^(\d{4})[년年]\s*(\d{1,2})[월月]\s*(\d{1,2})[일日]\s*(?:\D*?(\d{1,2}):(\d\d)(?::(\d\d))?)?/.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = match
  const zone = text.includes('년') ? 'kst' : 'z'
  return utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second), zone)
}

const DAY_FIRST = new RegExp(
  String.raw`^${WEEKDAY}(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d\d)(?:,?\s+${TIME})?$`,
  'u',
)

/** 31.12.2003, 31/12/2003 and, where it can be one, the American 12/31/2003. */
function readDayFirst(text: string): Reading {
  const match = DAY_FIRST.exec(text)
  if (!match) return undefined
  const [, first, separator, second, year = '', hour = '0', minute = '0', seconds = '0', half, zone = 'z'] =
    match
  const american = separator === '/' && Number(first) <= 12
  const [day, month] = american ? [Number(second), Number(first)] : [Number(first), Number(second)]
  const shifted = half ? to24(Number(hour), half.startsWith('p')) : Number(hour)
  return utc(
    year.length === 4 ? Number(year) : fullYear(year),
    month,
    day,
    shifted,
    Number(minute),
    Number(seconds),
    zone,
  )
}

/** Anything that names its month: RFC 822 and 2822, asctime, and what people and scripts make of them. */
function readWords(text: string): Reading {
  const clock = /(?<![\d:])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?(?![\d:])\s*([ap]\.?m\b\.?)?/.exec(
    text,
  )
  const before = clock ? text.slice(0, clock.index) : text
  const after = clock ? text.slice(clock.index + clock[0].length) : ''
  const dateWords = `${before} ${clock ? after.replace(/^\s*(?:gmt|utc?)?[+-][\d:]+/, ' ') : ''}`
    .split(/[\s,/]+|(?<=\p{L})[-.]+(?=\d)|(?<=\d)[-.]+(?=\p{L})|(?<=\d)(?=\p{L}{3})/u)
    .filter(Boolean)
  // The first word may be a weekday that is a month elsewhere ("mar" is Tuesday in French): the month has a day beside it.
  const months = dateWords.flatMap((word, at) => (monthOf(word) ? [at] : []))
  const isNumber = (at: number) => /^\d{1,2}(st|nd|rd|th|\.|º|er)?$/.test(dateWords[at] ?? '')
  const at = months.find((place) => isNumber(place - 1)) ?? months.find((place) => isNumber(place + 1))
  if (at === undefined) return undefined
  const dayAt = isNumber(at - 1) ? at - 1 : at + 1
  const rest = dateWords.filter((_, place) => place !== at && place !== dayAt)
  const year = rest.find((word) => /^\d{4}$/.test(word)) ?? rest.find((word) => /^'?\d\d$/.test(word))
  if (!year) return null
  if (!clock && /\d:/.test(text)) return null
  const [, hour = '0', minute = '0', second = '0', half] = clock ?? []
  const zone = zoneIn(after)
  return utc(
    year.length === 4 ? Number(year) : fullYear(year.replace("'", '')),
    monthOf(dateWords[at] ?? '') ?? 0,
    Number.parseInt(dateWords[dayAt] ?? '', 10),
    half ? to24(Number(hour), half.startsWith('p')) : Number(hour),
    Number(minute),
    Number(second),
    zone,
  )
}

/** The zone in what follows the time of day: the first word that is one. */
function zoneIn(after: string): string {
  const numeric = /^\s*((?:gmt|utc?)?\s*[+-]\s*\d{1,2}:?\d{0,2})(?!\d)/.exec(after)?.[1]
  return numeric?.replace(/\s+/g, '') ?? /\p{L}[\p{L}/]*/u.exec(after)?.[0] ?? 'z'
}
