import { zoneMinutes } from './date-words.ts'

/** Milliseconds of a day. */
export const DAY = 86_400_000

/** The hour of 24 for one of 12. */
export function to24(hour: number, afternoon: boolean): number {
  return (hour % 12) + (afternoon ? 12 : 0)
}

/** The year two digits mean: 1970 to 2069. */
export function fullYear(twoDigits: string | undefined): number {
  const year = Number(twoDigits)
  return year < 70 ? 2000 + year : 1900 + year
}

/** Midnight UTC of a day of the year (from 1), in milliseconds; null for one no year has. */
export function ordinalDate(year: number, day: number): number | null {
  return day >= 1 && day <= 366 ? Date.UTC(year, 0, 1) + (day - 1) * DAY : null
}

/** The moment in milliseconds since 1970, or null if the calendar, the clock or the globe does not have it. */
export function utc(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  zone = 'z',
): number | null {
  const offset = zoneMinutes(zone)
  if (offset === null || hour > 24 || minute > 59 || second > 60 || year < 1) return null
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  date.setUTCHours(hour, minute, Math.min(second, 59))
  return date.getTime() - offset * 60_000
}
