import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Lease } from '../../../src/ingest/schedule/leases.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { temporaryFolder } from '../../local/stack.ts'
import { ingestOn } from '../store/harness.ts'
import { type FeedServer, startFeedServer } from './feed-server.ts'
import { MortalQueue } from './mortal-queue.ts'
import { bundleConsumer } from './unreliable-queue.ts'

const database = useTestDatabase()
const { addSource } = ingestOn(database)
const { folder, remove } = temporaryFolder()
let feeds: FeedServer
beforeAll(async () => {
  feeds = await startFeedServer((n) => [`story-${n}`])
})
afterAll(async () => {
  await feeds.close()
  remove()
})

it.each([
  ['among good ones', [1, 2, 666, 3, 4], [666]],
  ['before good ones', [667, 11, 12, 13, 14], [667]],
  ['with another of its kind', [668, 21, 669, 22, 23], [668, 669]],
])('a feed that ends its function, %s, takes them along once at the most', async (_, numbers, deadly) => {
  const env = { DATABASE_URL: database.url, FEED_ALLOWED_ORIGINS: feeds.origin }
  const queue = new MortalQueue(await bundleConsumer(folder), env, () =>
    database.query('update sources set claimed_until = now() where claimed_until > now()'),
  )
  const ids = new Map<number, number>()
  for (const n of numbers) ids.set(n, await addSource(`feed ${n}`, { feed_url: `${feeds.origin}/feed/${n}` }))
  const killers = deadly.map((n) => ids.get(n)!)
  for (const n of deadly) feeds.stall(n, () => queue.kill())
  const leases = await database.query<Lease>(
    `update sources set leased_until = clock_timestamp() + interval '30 minutes', claimed_until = null
     where id = any($1) returning id as source_id, to_json(leased_until) #>> '{}' as leased_until`,
    [[...ids.values()]],
  )
  queue.send(leases.map((body) => ({ body })))
  await queue.drain()
  const fetched = await database.query<{ source_id: number; outcome: string }>(
    'select source_id, outcome from fetches where source_id = any($1) order by source_id',
    [[...ids.values()]],
  )
  const good = [...ids.values()].filter((id) => !killers.includes(id))
  expect(fetched).toEqual(good.map((source_id) => ({ source_id, outcome: 'ok' })))
  // In the first batch all were together; after it each of those that kill died alone, until it was given up.
  const [first, ...later] = queue.deaths
  expect(first).toHaveLength(5)
  for (const victims of later) expect([victims.length, killers.includes(victims[0]!)]).toEqual([1, true])
  expect(queue.givenUp.sort()).toEqual(killers.sort())
})
