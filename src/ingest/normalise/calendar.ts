/** Milliseconds of a day. */
export const DAY = 86_400_000

/** The year two digits mean: 1970 to 2069. */
export function fullYear(twoDigits: string | undefined): number {
  const year = Number(twoDigits)
  return year < 70 ? 2000 + year : 1900 + year
}

/** Midnight UTC of a day of the year (from 1), in milliseconds; null for one no year has. */
export function ordinalDate(year: number, day: number): number | null {
  return day >= 1 && day <= 366 ? Date.UTC(year, 0, 1) + (day - 1) * DAY : null
}

/** Midnight UTC of a day of an ISO 8601 week (from 1, Monday is 1), in milliseconds. */
export function weekDate(year: number, week: number, day: number): number {
  const fourth = new Date(Date.UTC(year, 0, 4))
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY
  return monday + ((week - 1) * 7 + day - 1) * DAY
}

/** The moment in milliseconds since 1970 if it is UTC, or null if the calendar or the clock does not have it. */
export function utc(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): number | null {
  if (hour > 24 || minute > 59 || second > 60 || year < 1) return null
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  date.setUTCHours(hour, minute, Math.min(second, 59))
  return date.getTime()
}
