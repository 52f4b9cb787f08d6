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
  return 'Nothing sure enough on this topic today. More keywords, or more general ones, would find more.'
}

/** Who else tells a story: `Also in The Port, City News`. */
export const alsoIn = (reports: Brief['topics'][number]['deliveries'][number]['also_in']): string =>
  `Also in ${[...new Set(reports.map(({ source_name }) => source_name))].join(', ')}`

/** Why a topic has fewer articles than places: better fewer than a wrong one. */
export function fewer(brief: Brief, { deliveries }: Brief['topics'][number]): string {
  if (deliveries.length === 0) return nothingYet(brief)
  return `No more on this topic today that is sure enough.`
}
