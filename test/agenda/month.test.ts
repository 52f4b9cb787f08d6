import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useTestDatabase } from '../harness/test-database.ts'
import { live } from './household.ts'

const database = useTestDatabase()
const before = useTestDatabase()

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** The month has both changes of the clocks of its readers; the short form is its first day. */
const from = '2026-10-20T13:00:00Z'
const days = process.env.LONG ? 30 : 1
const setClock = (now: number) => vi.setSystemTime(now)

it('lets the database of a household of three readers and forty feeds sleep', {
  timeout: 3_600_000,
}, async () => {
  const month = await live({ databaseUrl: database.directUrl, from, days, sleeps: true, setClock })
  console.log(JSON.stringify(month))
  expect(month.awakeHours).toBeLessThan(60)
  // The first day begins when the hours of all have come, so that it has two briefs of each.
  expect(month.briefs).toBe(3 * (days + 1))
  expect(month.latestBrief).toBeLessThanOrEqual(15)
  // FEED_WAIT_MINUTES, and a tick.
  expect(month.longestWait).toBeLessThanOrEqual(185)
  expect(month.fetches).toBeGreaterThan(100 * days)
})

it.runIf(process.env.LONG)(
  'never let it sleep on the schedule of before',
  { timeout: 3_600_000 },
  async () => {
    const month = await live({ databaseUrl: before.directUrl, from, days: 1, sleeps: false, setClock })
    console.log(JSON.stringify(month))
    expect(month.awakeHours).toBeGreaterThan(715)
  },
)
