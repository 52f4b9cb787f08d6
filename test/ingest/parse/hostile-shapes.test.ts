import { expect, test } from 'vitest'
import { NotAFeedError } from '../../../src/ingest/read-feed.ts'
import { hostileShapes } from './hostile-shapes.ts'
import { readText } from './read-fixture.ts'

test.each(Object.entries(hostileShapes()))('%s: few articles, or no feed', async (_, text) => {
  const read = await readText(text).catch((error: unknown) => error)
  if (read instanceof NotAFeedError) return
  // What one article costs is bounded; so their number must be by the document's length.
  expect(read).toMatchObject({ feed: expect.anything() })
  const { articles, skipped } = read as Awaited<ReturnType<typeof readText>>
  expect(articles.length + skipped.length).toBeLessThanOrEqual(text.length / 48 + 2)
})

test('entries denser than any feed has them are left out, and counted once with their place', async () => {
  const { skipped } = await readText(hostileShapes()['unclosed entries'] as string)
  expect(skipped).toEqual([
    { index: 2084, reason: expect.stringMatching(/has 71\d\d entries in \d{5,6} char/) },
  ])
})
