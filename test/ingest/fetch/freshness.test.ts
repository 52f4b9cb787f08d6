import { expect, test } from 'vitest'
import { maxAgeSeconds, retryAfterSeconds } from '../../../src/ingest/fetch/freshness.ts'
import { userAgent } from '../../../src/ingest/fetch/policy.ts'

const now = new Date('2026-11-21T06:00:00Z')

test.for<[field: string | null, seconds: number | null]>([
  [null, null],
  ['', null],
  ['120', 120],
  [' 120 ', 120],
  ['0', 0],
  ['1.2', 2],
  ['60, 120', 60],
  ['999999999999999999999', 86_400],
  ['Sat, 21 Nov 2026 06:02:00 GMT', 120],
  ['Saturday, 21-Nov-26 06:02:00 GMT', 120],
  ['Sat Nov 21 06:02:00 2026', 120],
  ['Sat, 21 Nov 2026 05:00:00 GMT', 0],
  ['Sat, 21 Nov 2037 05:00:00 GMT', 86_400],
  ['-5', null],
  ['soon', null],
  ['tomorrow, maybe', null],
])('Retry-After: %s', ([field, seconds]) => {
  const headers = new Headers(field === null ? {} : { 'retry-after': field })
  expect(retryAfterSeconds(headers, now)).toBe(seconds)
})

test.for<[headers: Record<string, string>, seconds: number | null]>([
  [{}, null],
  [{ 'cache-control': 'public, max-age=900' }, 900],
  [{ 'cache-control': 'MAX-AGE="900"' }, 900],
  [{ 'cache-control': 's-maxage=900' }, null],
  [{ 'cache-control': 'max-age=900', age: '300' }, 600],
  [{ 'cache-control': 'max-age=900', age: '3000' }, 0],
  [{ 'cache-control': 'no-cache, max-age=900' }, 0],
  [{ 'cache-control': 'no-store' }, 0],
  [{ 'cache-control': 'max-age=99999999999' }, 2_592_000],
  [{ 'cache-control': 'max-age=never', expires: 'Sat, 21 Nov 2026 06:10:00 GMT' }, 600],
  [{ expires: 'Sat, 21 Nov 2026 07:10:00 GMT', date: 'Sat, 21 Nov 2026 07:00:00 GMT' }, 600],
  [{ expires: '0' }, 0],
  [{ expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
  [{ expires: 'Sat, 21 Nov 2026 06:10:00 GMT', 'cache-control': 'max-age=60' }, 60],
])('freshness of %j', ([headers, seconds]) => {
  expect(maxAgeSeconds(new Headers(headers), now)).toBe(seconds)
})

test('the User-Agent names product, version and contact, and stays one header', () => {
  const contact = 'https://example.org/bot'
  expect(userAgent({ version: '1.2.0', contact })).toBe(
    'MorningBrief/1.2.0 (feed reader; +https://example.org/bot)',
  )
  const sly = userAgent({ version: '1', contact: 'a@example.org)\r\nX: é' })
  expect(sly).toBe('MorningBrief/1 (feed reader; a@example.orgX:)')
})
