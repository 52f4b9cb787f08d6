import { type DateHints, parseDate } from './parse-date.ts'

/** Dates before this are what software writes for "none" (year 1, year 0), as it does with the Unix epoch. */
const EARLIEST = Date.UTC(1900, 0, 1)

/** Whether a moment, in milliseconds since 1970, is one that somebody meant. */
export const isStatedDate = (moment: number): boolean => moment >= EARLIEST && moment !== 0

/** The first of these dates that can be one, in milliseconds since 1970. */
export function statedDate(dates: readonly string[], hints: DateHints = {}): number | null {
  for (const written of dates) {
    const date = parseDate(written, hints)
    if (date !== null && isStatedDate(date)) return date
  }
  return null
}
