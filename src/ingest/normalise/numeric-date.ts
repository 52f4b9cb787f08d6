import { utc } from './calendar.ts'

/** What decides between day and month where a date does not say it itself. */
export interface DateHints {
  /** BCP 47, as the feed states it. */
  language?: string | null
  /** Whether the feed's other dates put the day first; null when none of them tells. */
  dayFirst?: boolean | null
}

const NUMERIC =
  /^(?<prefix>[^\d#+-]*)(?<first>\d{1,2}) ?(?<separator>[./-]) ?(?<second>\d{1,2}) ?[./-] ?(?<year>\d{4}|\d\d)(?![\d:])/

/** A date of two numbers and a year, as it is written. */
export interface NumericDate {
  first: number
  second: number
  separator: string
  year: string
  /** What stands before it, a weekday if anything. */
  prefix: string
  /** Where the rest of the text begins. */
  end: number
}

/** Reads `31/12/2003`, `31.12.03`, `12-31-2003` off the beginning of a text that `dateText` made. */
export function numericDate(text: string): NumericDate | null {
  const match = NUMERIC.exec(text)
  if (!match?.groups) return null
  const { first, second, separator = '', year = '', prefix = '' } = match.groups
  return { first: Number(first), second: Number(second), separator, year, prefix, end: match[0].length }
}

/** Whether the day comes first: by the numbers, the weekday, the feed's other dates, its language. */
export function isDayFirst(date: NumericDate, year: number, hints: DateHints): boolean {
  return (
    ownOrder(date, year, hints.language ?? null) ?? hints.dayFirst ?? byCustom(date, hints.language ?? null)
  )
}

/** What a date says of its own order: a number beyond 12, or a weekday that only one order gives it. */
function ownOrder(
  { first, second, prefix }: NumericDate,
  year: number,
  language: string | null,
): boolean | null {
  if (first > 12) return true
  if (second > 12) return false
  const weekday = /\p{L}[\p{L}\p{M}]*/u.exec(prefix)?.[0]
  if (!weekday || first === second) return null
  const [dayFirst, monthFirst] = [
    fallsOn(weekday, year, second, first, language),
    fallsOn(weekday, year, first, second, language),
  ]
  return dayFirst === monthFirst ? null : dayFirst
}

/** Dots and dashes put the day first; a slash what the feed's language does, English as Americans write it. */
function byCustom({ separator }: NumericDate, language: string | null): boolean {
  return separator !== '/' || customsOf(language ?? 'en').dayFirst
}

function fallsOn(
  weekday: string,
  year: number,
  month: number,
  day: number,
  language: string | null,
): boolean {
  const moment = utc(year, month, day)
  if (moment === null) return false
  const weekdayNumber = new Date(moment).getUTCDay()
  return [language ?? 'en', 'en'].some((tag) =>
    customsOf(tag).weekdays[weekdayNumber]?.startsWith(weekday.slice(0, 3)),
  )
}

interface Customs {
  /** From Sunday on, in lower case. */
  weekdays: readonly string[]
  dayFirst: boolean
}

const known = new Map<string, Customs>()
const MAX_LANGUAGES = 100

/** How a language names the weekdays and orders day and month, as CLDR has it. */
function customsOf(language: string): Customs {
  const made = known.get(language) ?? readCustoms(language)
  if (known.size >= MAX_LANGUAGES) known.clear()
  known.set(language, made)
  return made
}

function readCustoms(language: string): Customs {
  try {
    const tag = language.slice(0, 35).replaceAll('_', '-')
    const names = new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' })
    const parts = new Intl.DateTimeFormat(tag, { dateStyle: 'short' }).formatToParts(0)
    const order = parts.map(({ type }) => type).filter((type) => type === 'day' || type === 'month')
    return {
      // 7 January 2024 was a Sunday.
      weekdays: Array.from({ length: 7 }, (_, day) => names.format(Date.UTC(2024, 0, 7 + day)).toLowerCase()),
      // Where the year comes first, a date with the year last is a stranger's, and most put the day first.
      dayFirst: order[0] === 'day' || parts[0]?.type === 'year',
    }
  } catch {
    return { weekdays: [], dayFirst: true }
  }
}

/**
 * Whether the dates of one feed put the day before the month: the vote of those that say so themselves, or that the
 * other order would put after `latest`; null when none does, or they are at odds.
 */
export function orderOf(
  dates: Iterable<NumericDate>,
  { language, latest, yearOf }: { language: string | null; latest: number; yearOf: (year: string) => number },
): boolean | null {
  const votes = new Set<boolean>()
  for (const date of dates) {
    const year = yearOf(date.year)
    const order = ownOrder(date, year, language) ?? orderBefore(latest, date, year)
    if (order !== null) votes.add(order)
    if (votes.size === 2) return null
  }
  const [only] = votes
  return only ?? null
}

function orderBefore(latest: number, { first, second }: NumericDate, year: number): boolean | null {
  const isPast = (month: number, day: number) => (utc(year, month, day) ?? latest + 1) <= latest
  const [dayFirst, monthFirst] = [isPast(second, first), isPast(first, second)]
  return dayFirst === monthFirst ? null : dayFirst
}
