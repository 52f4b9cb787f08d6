import { expect, test } from 'vitest'
import { FetchCookies } from '../../../src/ingest/fetch/cookies.ts'

const url = new URL('https://www.site.example/feed')
const after = (...lines: string[]) => {
  const cookies = new FetchCookies()
  for (const line of lines) cookies.take(new Headers([['set-cookie', line]]), url)
  return cookies
}

test.each([
  [['a=1; Path=/; HttpOnly'], 'a=1'],
  [['a=1', 'b=2'], 'a=1; b=2'],
  [['a=1', 'a=2'], 'a=2'],
  [['a=1; Domain=.site.example'], 'a=1'],
  [['a=1; Domain=other.example'], null],
  [['a=1; Domain=example'], null],
  // What a response takes back is not brought again.
  [['a=1', 'a=; Max-Age=0'], null],
  [['a=1; Max-Age=-1', 'b=2; Max-Age=60'], 'b=2'],
  [['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], null],
  [['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60'], 'a=1'],
  [['a=1; Expires=soon'], 'a=1'],
  [['=1', 'a b=1', 'a=\u00e9'], null],
])('after %j comes %s', (lines, expected) => {
  expect(after(...lines).for(url)).toBe(expected)
})

test('a cookie goes to its host only, and a secure one not over http', () => {
  const cookies = after('a=1; Secure', 'b=2', 'c=3; Domain=site.example')
  expect(cookies.for(new URL('http://www.site.example/'))).toBe('b=2; c=3')
  expect(cookies.for(new URL('https://news.site.example/'))).toBe('c=3')
  expect(cookies.for(new URL('https://site.example.evil.example/'))).toBeNull()
})
