import type { Brief } from '../schemas.ts'

/** `2026-11-21` as `Saturday, 21 November 2026`. */
export const longDate = (date: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )

/** `2026-11-21` as `21 November`. */
export const shortDate = (date: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )

/** Why there is nothing to read, and what to do. */
export function nothingYet({ topics, built_at }: Brief): string {
  if (topics.length === 0) return 'You have no topics yet. Add one to get three articles on it each morning.'
  if (built_at === null) return 'This brief has not been built yet.'
  return 'Nothing new on this topic. More general keywords would find more.'
}
