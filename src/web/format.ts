/** Formats `2026-11-21` as `Saturday, 21 November 2026`. */
export const formatDate = (date: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )

/** Formats a timestamp in the reader's time zone: `21 Nov, 06:00`. Falls back to UTC when the runtime lacks the zone. */
export function formatMoment(moment: string, timeZone: string): string {
  const options = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(new Date(moment))
  } catch {
    return `${new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(new Date(moment))} UTC`
  }
}

/** Adds days to a date like `2026-11-21`. Null when the year would not have four digits. */
export function addDays(date: string, days: number): string | null {
  const moment = new Date(`${date}T00:00:00Z`)
  moment.setUTCDate(moment.getUTCDate() + days)
  const year = moment.getUTCFullYear()
  return year >= 1 && year <= 9999 ? moment.toISOString().slice(0, 10) : null
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** Formats a timestamp relative to now in the largest unit: `5 hours ago`, `in 10 minutes`. */
export function formatDistance(moment: string, now: string): string {
  const seconds = (Date.parse(moment) - Date.parse(now)) / 1000
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) {
      return new Intl.RelativeTimeFormat('en').format(Math.trunc(seconds / size), unit)
    }
  }
  return seconds > 0 ? 'in a moment' : 'just now'
}

let numbers: Intl.NumberFormat | undefined

/** Formats `12345` as `12,345`. Lazy: creating the formatter takes more than a third of a cold start. */
export function formatNumber(n: number): string {
  numbers ??= new Intl.NumberFormat('en-GB')
  return numbers.format(n)
}

/** An hour of the day as `06:00`. */
export const formatHour = (hour: number) => `${String(hour).padStart(2, '0')}:00`

/** `1 article`, `3 articles`. */
export const count = (n: number, noun: string) => `${formatNumber(n)} ${noun}${n === 1 ? '' : 's'}`

/** BCP 47 tags of Postgres' text search configurations, for `lang` attributes; `simple` has no language. */
const LANGUAGE_TAGS: Readonly<Record<string, string>> = {
  arabic: 'ar',
  armenian: 'hy',
  basque: 'eu',
  catalan: 'ca',
  danish: 'da',
  dutch: 'nl',
  english: 'en',
  finnish: 'fi',
  french: 'fr',
  german: 'de',
  greek: 'el',
  hindi: 'hi',
  hungarian: 'hu',
  indonesian: 'id',
  irish: 'ga',
  italian: 'it',
  lithuanian: 'lt',
  nepali: 'ne',
  norwegian: 'no',
  portuguese: 'pt',
  romanian: 'ro',
  russian: 'ru',
  serbian: 'sr',
  spanish: 'es',
  swedish: 'sv',
  tamil: 'ta',
  turkish: 'tr',
  yiddish: 'yi',
}

/** The `lang` attribute for a text search configuration, or undefined if it has no language. */
export const languageTag = (configuration: string): string | undefined => LANGUAGE_TAGS[configuration]
