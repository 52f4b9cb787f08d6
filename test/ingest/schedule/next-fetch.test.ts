import { describe, expect, test } from 'vitest'
import { FETCH_OUTCOMES } from '../../../src/ingest/fetch/outcomes.ts'
import { type NextFetchInput, nextFetchDelay } from '../../../src/ingest/schedule/next-fetch.ts'

const now = new Date('2026-11-21T06:00:00Z')
const HOUR = 3600
const DAY = 24 * HOUR
const QUIET: NextFetchInput = {
  outcome: 'ok',
  error_count: 0,
  retry_after_s: null,
  max_age_s: null,
  ttl_minutes: null,
  recent_published: null,
  random: () => 0.5,
  now,
}
const delay = (input: Partial<NextFetchInput>) => nextFetchDelay({ ...QUIET, ...input })
/** Articles at an even pace, newest first, the first one gap ago. */
const every = (gapS: number, count: number) =>
  Array.from({ length: count }, (_, at) => new Date(now.getTime() - (at + 1) * gapS * 1000).toISOString())

describe('after a success', () => {
  test.for<[title: string, input: Partial<NextFetchInput>, seconds: number]>([
    ['a feed that tells nothing: an hour', {}, HOUR],
    ['an empty feed: an hour', { recent_published: [] }, HOUR],
    ['unreadable dates: an hour', { recent_published: ['yesterday', ''] }, HOUR],
    ['an article every four hours: two hours', { recent_published: every(4 * HOUR, 20) }, 2 * HOUR],
    [
      'only the latest 20 count',
      { recent_published: [...every(HOUR, 20), '2001-01-01T00:00:00Z'] },
      HOUR / 2,
    ],
    ['an article a minute: five minutes', { recent_published: every(60, 20) }, 300],
    ['an article a month: a day', { recent_published: every(30 * DAY, 5) }, DAY],
    ['one article just now: five minutes', { recent_published: [now.toISOString()] }, 300],
    ['a date to come counts as now', { recent_published: ['2031-01-01T00:00:00Z'] }, 300],
    [
      'a burst a year ago: a day',
      { recent_published: every(60, 20).map((t) => t.replace('2026', '2025')) },
      DAY,
    ],
    ['a TTL of three hours holds it back', { ttl_minutes: 180 }, 3 * HOUR * 1.05],
    ['a max-age of two hours does too', { max_age_s: 2 * HOUR }, 2 * HOUR * 1.05],
    ['a shorter TTL does not hurry it', { ttl_minutes: 5 }, HOUR],
    ['a TTL of a month is a day', { ttl_minutes: 43_200 }, DAY],
    [
      'a 304 counts as a success',
      { outcome: 'not_modified', recent_published: every(4 * HOUR, 20) },
      2 * HOUR,
    ],
    ['Retry-After on a success holds too', { retry_after_s: 2 * HOUR }, 2 * HOUR],
  ])('%s', ([, input, seconds]) => {
    expect(delay(input)).toBe(Math.round(seconds))
  })

  test('is spread by ten percent either way', () => {
    expect(delay({ random: () => 0 })).toBe(3240)
    expect(delay({ random: () => 0.999_999 })).toBe(3960)
  })
})

describe('after a failure', () => {
  const failures = FETCH_OUTCOMES.filter((o) => !['ok', 'not_modified', 'gone'].includes(o))

  test('doubles from 5 to 10 minutes up to between 12 and 24 hours', () => {
    const between = (error_count: number) =>
      [0, 0.999_999].map((at) => delay({ outcome: 'timeout', error_count, random: () => at }))
    expect(between(1)).toEqual([300, 600])
    expect(between(2)).toEqual([600, 1200])
    expect(between(3)).toEqual([1200, 2400])
    expect(between(40)).toEqual([DAY / 2, DAY])
    expect(between(2_000_000)).toEqual([DAY / 2, DAY])
  })

  test.for(['not_found', 'unauthorized', 'invalid_url', 'blocked_address', 'not_a_feed'] as const)(
    '%s starts at an hour',
    (outcome) => {
      expect(delay({ outcome, error_count: 1, random: () => 0 })).toBe(HOUR)
    },
  )

  test('a failure uncounted waits like the first', () => {
    expect(delay({ outcome: 'timeout', error_count: 0, random: () => 0 })).toBe(300)
  })

  test('Retry-After is a floor, and no more than a day', () => {
    const limited = { outcome: 'rate_limited', error_count: 1 } as const
    expect(delay({ ...limited, retry_after_s: 2 * HOUR })).toBe(2 * HOUR)
    expect(delay({ ...limited, retry_after_s: 1 })).toBe(450)
    expect(delay({ ...limited, retry_after_s: 9 * DAY })).toBe(DAY)
  })

  test('a feed that is gone is looked for once a week', () => {
    expect(delay({ outcome: 'gone', error_count: 1, random: () => 0 })).toBe(Math.round(6.3 * DAY))
    expect(delay({ outcome: 'gone', error_count: 99, random: () => 0.5 })).toBe(7 * DAY)
  })

  test('stays within 5 minutes and 24 hours, whatever comes', () => {
    for (const outcome of [...failures, 'ok', 'not_modified', 'not_a_feed'] as const)
      for (const error_count of [0, 1, 7, 1e9])
        for (const value of [null, 0, 1, 1e9]) {
          const hints = { retry_after_s: value, max_age_s: value, ttl_minutes: value }
          const seconds = delay({ outcome, error_count, ...hints, recent_published: every(value ?? 1, 3) })
          expect(seconds).toBeGreaterThanOrEqual(300)
          expect(seconds).toBeLessThanOrEqual(DAY)
        }
  })
})
