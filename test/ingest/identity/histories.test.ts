import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readFeed } from '../../../src/ingest/read-feed.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { ingestOn } from '../store/harness.ts'
import { habits, history, World } from './world.ts'

const RUNS = process.env.LONG ? 100_000 : 300
/** Histories that run at the same time. */
const AT_ONCE = 4

const database = useTestDatabase()
const { addSource, store } = ingestOn(database)
const context = { url: 'https://feeds.example/feed.xml', now: new Date('2026-11-20T12:00:00Z') }
let sources = 0

it(`loses and doubles no article in ${RUNS} histories of a feed`, { timeout: 3 * 3_600_000 }, async () => {
  const live = fc.asyncProperty(habits, history, async (ways, steps) => {
    const name = `h${sources++}`
    const source = await addSource(name)
    const world = new World(name, ways)
    for (const step of steps) {
      const { articles } = await readFeed(new TextEncoder().encode(world.next(step)), context)
      await store(source, articles)
      const rows = await database.query<{ title: string }>(
        'select title from articles where source_id = $1',
        [source],
      )
      const known = rows.map(({ title }) => title)
      expect(known, 'as many as were ever shown').toHaveLength(world.seen.size)
      for (const { title } of world.shown) expect(known).toContain(title)
    }
    await database.query('delete from sources where id = $1', [source])
    // The test's server does not do by itself what keeps tables small and plans fit.
    if (sources % 500 === 0) await database.query('vacuum analyze articles, article_keys, sources, fetches')
  })
  await Promise.all(
    Array.from({ length: AT_ONCE }, () => fc.assert(live, { numRuns: Math.ceil(RUNS / AT_ONCE) })),
  )
})
