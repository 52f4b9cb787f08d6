import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readFeed } from '../../../src/ingest/read-feed.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { openPreparedStore } from './prepared-store.ts'
import { type Habits, habits, history, type Step, World } from './world.ts'

const RUNS = Number(process.env.HISTORIES ?? (process.env.LONG ? 100_000 : 300))
/** Histories that run at the same time. */
const AT_ONCE = 4

const database = useTestDatabase()
const context = { url: 'https://feeds.example/feed.xml', now: new Date('2026-11-20T12:00:00Z') }
let sources = 0

type Store = Awaited<ReturnType<typeof openPreparedStore>>

/** Lets a feed live through its steps: after each, what was ever shown is there once, as it is shown now. */
async function live(on: Store, ways: Habits, steps: Step[]): Promise<void> {
  const name = `h${sources++}`
  const source = await on.addSource(name)
  const world = new World(name, ways)
  for (const step of steps) {
    const { articles } = await readFeed(new TextEncoder().encode(world.next(step)), context)
    await on.store(source, articles)
    const known = await on.titles(source)
    expect(known, 'as many as were ever shown').toHaveLength(world.seen.size)
    for (const { title } of world.shown) expect(known).toContain(title)
  }
  await on.remove(source)
  // The test's server does not do by itself what keeps tables small and plans fit.
  if (sources % 500 === 0) await on.vacuum()
}

it(`loses and doubles no article in ${RUNS} histories of a feed`, { timeout: 3 * 3_600_000 }, async () => {
  const prove = async () => {
    const on = await openPreparedStore(database.directUrl)
    const property = fc.asyncProperty(habits, history, (ways, steps) => live(on, ways, steps))
    await fc.assert(property, { numRuns: Math.ceil(RUNS / AT_ONCE) }).finally(() => on.close())
  }
  await Promise.all(Array.from({ length: AT_ONCE }, prove))
})
