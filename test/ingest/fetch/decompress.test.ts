import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decompress } from '../../../src/ingest/fetch/decompress.ts'

const feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title></channel></rss>'
const page = '<html><head><title>No feed</title></head></html>'
const gzip = (...parts: string[]) => Buffer.concat(parts.map((part) => gzipSync(part)))
const read = (bytes: Buffer, limit = 1_000_000) => {
  const { bytes: plain, isCut } = decompress({ bytes: new Uint8Array(bytes), isCut: false }, 'gzip', limit)
  return [new TextDecoder().decode(plain), isCut]
}

test.each([
  ['one member', gzip(feed), feed],
  ['several, as some servers flush them', gzip(feed.slice(0, 9), feed.slice(9, 50), feed.slice(50)), feed],
  ['several long ones', gzip(' '.repeat(20_000), ' '.repeat(20_000), feed), ' '.repeat(40_000) + feed],
  ['line breaks after it', Buffer.concat([gzip(feed), Buffer.from('\r\n')]), feed],
  ['words after it', Buffer.concat([gzip(page), Buffer.from('\r\n\r\nserved in 12 ms')]), page],
  ['nothing', gzip(''), ''],
])('gzip: %s', (_, bytes, expected) => {
  expect(read(bytes)).toEqual([expected, false])
})

test('members of gzip are read up to the limit; one that is damaged is told', () => {
  expect(read(gzip('a'.repeat(900), 'b'.repeat(900)), 1000)).toEqual([
    'a'.repeat(900) + 'b'.repeat(100),
    true,
  ])
  const damaged = Buffer.concat([gzip(page), gzip(page).fill(7, 20, 40)])
  expect(() => read(damaged)).toThrow('damaged or cut off')
})
