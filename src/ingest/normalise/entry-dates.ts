import { DAY } from './calendar.ts'

/** When an entry was published, in milliseconds since 1970, and whether that is only a guess. */
export interface EntryDate {
  moment: number
  isGuess: boolean
}

/** What is known about the time of a feed's entries besides their own dates. */
export interface DatedFeed {
  /** When the feed says it was built or published; null when it does not. */
  built: number | null
  /** No entry is later than this, the moment of reading. */
  now: number
  /** When the feed was last read before; null the first time. */
  lastRead: number | null
}

const SECOND = 1000

/**
 * The dates of a feed's entries. One that none can read must not be "now", where it would take the place of news.
 * It is that of the entry's neighbours, else the feed's own. Without either the first fetch counts back from itself
 * a day an entry, since there is no telling how old they are; on a later fetch an entry that is new came since the
 * one before. No guess is later than the feed's last build. A date in the future is now, and a guess as well.
 *
 * @param stated the date each entry states, in the feed's order; null where it states none that can be read
 */
export function entryDates(stated: readonly (number | null)[], feed: DatedFeed): EntryDate[] {
  const { now, lastRead } = feed
  const known = stated.map((date) => (date !== null && date <= now ? date : null))
  const newest = known.reduce<number | null>((a, b) => (b === null || (a !== null && a > b) ? a : b), null)
  // A channel whose date stays the same for years is not the time of its last build.
  const built = feed.built !== null && feed.built <= now && feed.built >= (newest ?? 0) ? feed.built : null
  const before = nearest(known)
  const after = nearest(known.toReversed()).reverse()
  const step = lastRead === null ? DAY : SECOND
  let undated = 0
  const counted = () => now - step * undated++
  return stated.map((date, at) => {
    if (date !== null && date <= now) return { moment: date, isGuess: false }
    // A clock that is fast, or a zone left out: hours at most.
    if (date !== null && date <= now + DAY) return { moment: now, isGuess: true }
    const neighbours = [before[at], after[at]].filter((neighbour) => typeof neighbour === 'number')
    const back = date === null && neighbours.length > 0 ? Math.min(...neighbours) : counted()
    const least = Math.max(back, lastRead ?? back)
    return { moment: Math.min(least, now, (date === null && built) || now), isGuess: true }
  })
}

/** For each place, the last known date before it. */
function nearest(known: readonly (number | null)[]): (number | null)[] {
  let last: number | null = null
  return known.map((date) => {
    const before = last
    last = date ?? last
    return before
  })
}
