import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Queue } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { queueDueSources } from '../../../src/ingest/handlers.ts'
import type { Lease } from '../../../src/ingest/schedule/leases.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { type FeedServer, startFeedServer } from './feed-server.ts'
import { bundleConsumer, UnreliableQueue } from './unreliable-queue.ts'

const SOURCES = process.env.LONG ? 1000 : 14

const database = useTestDatabase()
const folder = mkdtempSync(join(tmpdir(), 'morning-brief-consumer-'))
let feeds: FeedServer
let consumer: URL
beforeAll(async () => {
  consumer = await bundleConsumer(folder)
  // Two stories of its own, and two that it shares with its neighbour.
  feeds = await startFeedServer((n) => [
    `own-${n}-a`,
    `own-${n}-b`,
    `shared-${n >> 1}-a`,
    `shared-${n >> 1}-b`,
  ])
  await database.query(
    `insert into sources (name, url, feed_url)
     select 'Feed ' || n, $1 || '/site/' || n, $1 || '/feed/' || n from generate_series(0, $2::int - 1) n`,
    [feeds.origin, SOURCES],
  )
})
afterAll(async () => {
  await feeds.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A generator of its own seed (mulberry32), so that a failure can be had again. */
function seeded(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

it('fetches every feed once a period and stores every article once, whatever dies or comes twice', async () => {
  const env = { DATABASE_URL: database.url, FEED_ALLOWED_ORIGINS: feeds.origin, SLOW_QUERY_MS: '60000' }
  const idsOf = (messages: { body: unknown }[]) => messages.map(({ body }) => (body as Lease).source_id)
  const passTime = async (messages: { body: unknown }[]) => {
    await database.query(
      "update sources set claimed_until = claimed_until - interval '150 s' where id = any($1)",
      [idsOf(messages)],
    )
  }
  for (const period of [1, 2]) {
    feeds.requests.clear()
    const queue = new UnreliableQueue(consumer, env, seeded(period), passTime)
    const tick = () => queueDueSources(readConfig(env), queue as unknown as Queue<Lease>)
    await Promise.all([tick(), tick(), tick(), tick()])
    await queue.drain(2)
    // A claim that reached the database after its consumer's death outlives the message; the lease's end mends it.
    await database.query(
      "update sources set leased_until = now() - interval '1 s', claimed_until = null where leased_until is not null",
    )
    await tick()
    await queue.drain(1)
    // The platform did its worst, or this proves nothing.
    expect(queue.killed.length).toBeGreaterThan(SOURCES / 40)
    expect(queue.duplicates).toBeGreaterThan(SOURCES / 40)

    const history = await database.query<{ source_id: number; n: number; outcomes: string[] }>(
      'select source_id, count(*)::int as n, array_agg(distinct outcome) as outcomes from fetches group by 1',
    )
    expect(history).toHaveLength(SOURCES)
    for (const line of history) expect(line).toMatchObject({ n: period, outcomes: ['ok'] })
    const [articles] = await database.query(
      'select count(*)::int as n, count(distinct link)::int as links from articles',
    )
    expect(articles).toEqual({ n: SOURCES * 3, links: SOURCES * 3 })
    const waiting = await database.query(
      'select id from sources where leased_until is not null or next_fetch_at <= now()',
    )
    expect(waiting).toEqual([])

    const killed = new Set(idsOf(queue.killed))
    const first = (await database.query('select min(id) as id from sources'))[0]!.id as number
    for (const [feed, times] of feeds.requests) if (!killed.has(first + feed)) expect(times).toBe(1)
    await database.query("update sources set next_fetch_at = now() - interval '1 s'")
  }
}, 900_000)
