import type { IngestOutcome } from '../outcomes.ts'

const MINUTE_S = 60
const DAY_S = 86_400

/** No source is asked more often than this, in seconds. */
export const MIN_DELAY_S = 5 * MINUTE_S
/** None but those gone for good is asked less often than this, in seconds. */
export const MAX_DELAY_S = DAY_S
const GONE_DELAY_S = 7 * DAY_S
/** For a feed that tells nothing about its pace. */
const DEFAULT_DELAY_S = 60 * MINUTE_S
/** The most recent articles that tell a feed's pace, and how many fetches there are to one article. */
const PACE_SAMPLE = 20
const FETCHES_PER_ARTICLE = 2

export interface NextFetchInput {
  outcome: IngestOutcome
  /** Failures in a row, this one included; 0 after a success. */
  error_count: number
  retry_after_s: number | null
  max_age_s: number | null
  /** RSS `<ttl>`. */
  ttl_minutes: number | null
  /** ISO 8601, newest first. */
  recent_published: readonly string[] | null
  /** In [0, 1). */
  random: () => number
  /** Defaults to the clock; a feed's silence since its last article counts towards its pace. */
  now?: Date
}

/**
 * Seconds until a source is fetched again.
 *
 * - After a success: half the feed's own recent pace (an hour when it has none), spread by 10 % either way so
 *   that sources drift apart, but not before its TTL and its Cache-Control allow; within 5 minutes and 24 hours.
 * - After a failure: 5 to 10 minutes, doubled with each failure in a row (equal jitter: half fixed, half random)
 *   up to 12 to 24 hours; `not_found`, `unauthorized`, `invalid_url`, `blocked_address`, `not_a_feed` and
 *   `parse_error` start at an hour, because waiting seldom mends them. No source is ever given up.
 * - `Retry-After` is a floor, bounded by 24 hours: a server may ask for more, but may not silence a source.
 * - `gone` (410): a probe a week, spread by 10 %.
 */
export function nextFetchDelay(input: NextFetchInput): number {
  const { outcome, random } = input
  if (outcome === 'gone') return Math.round(GONE_DELAY_S * (0.9 + 0.2 * random()))
  const succeeded = outcome === 'ok' || outcome === 'cut' || outcome === 'not_modified'
  const delay = succeeded ? ownPace(input) : backOff(input)
  const floor = Math.max(MIN_DELAY_S, input.retry_after_s ?? 0)
  return Math.round(Math.min(MAX_DELAY_S, Math.max(floor, delay)))
}

const MENDED_BY_PEOPLE = [
  'not_found',
  'unauthorized',
  'invalid_url',
  'blocked_address',
  'not_a_feed',
  'parse_error',
]

function backOff({ outcome, error_count, random }: NextFetchInput): number {
  const base = MENDED_BY_PEOPLE.includes(outcome) ? 60 * MINUTE_S : MIN_DELAY_S
  // Beyond 2^16 the cap has long been reached; the bound keeps the power finite.
  const ceiling = Math.min(base * 2 ** Math.min(Math.max(error_count, 1), 16), MAX_DELAY_S)
  return ceiling / 2 + (ceiling / 2) * random()
}

function ownPace({
  recent_published,
  max_age_s,
  ttl_minutes,
  random,
  now = new Date(),
}: NextFetchInput): number {
  const gap = typicalGap(recent_published ?? [], now.getTime())
  const pace = gap === null ? DEFAULT_DELAY_S : Math.min(gap / FETCHES_PER_ARTICLE, MAX_DELAY_S)
  const asked = Math.max((ttl_minutes ?? 0) * MINUTE_S, max_age_s ?? 0)
  return Math.max(pace * (0.9 + 0.2 * random()), asked * (1 + 0.1 * random()))
}

/**
 * Seconds between articles: the mean over the latest ones, from the oldest of them until now, so that a burst
 * long past does not keep a sleeping feed busy. Null when no date can be read. Dates to come count as now.
 */
function typicalGap(published: readonly string[], now: number): number | null {
  const times = published
    .slice(0, PACE_SAMPLE)
    .map((text) => Math.min(Date.parse(text), now))
    .filter((time) => !Number.isNaN(time))
  if (times.length === 0) return null
  return (now - Math.min(...times)) / 1000 / times.length
}
