import { createServer, type Server } from 'node:http'
import type { MessageBatch, Queue } from '@cloudflare/workers-types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { ingestBatch, queueDueSources } from '../../../src/ingest/handlers.ts'
import type { Lease } from '../../../src/ingest/schedule/leases.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { WEEK } from './week-feeds.ts'

/** The days on which the feeds are fetched: five times in a week. */
const FETCHES = [0, 1, 2, 4, 6]

const database = useTestDatabase()
let server: Server
let origin: string
let day = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1)
    if (name === 'wordpress' && request.headers.cookie !== 'wall=passed') {
      return response.writeHead(302, { location: '/wordpress', 'set-cookie': 'wall=passed; Path=/' }).end()
    }
    return response.writeHead(200, { 'content-type': 'text/xml' }).end(WEEK[name]?.document(day))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  await database.query(
    `insert into sources (name, url, feed_url) select name, 'https://' || name || '.example', $1 || '/' || name
     from unnest($2::text[]) name`,
    [origin, Object.keys(WEEK)],
  )
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

/** One tick and all that it queues. */
async function fetchAll() {
  await database.query("update sources set next_fetch_at = now() - interval '1 s'")
  const config = readConfig({
    DATABASE_URL: database.url,
    FEED_ALLOWED_ORIGINS: origin,
    SLOW_QUERY_MS: '60000',
  })
  const messages: { body: Lease }[] = []
  const queue = { sendBatch: async (batch: { body: Lease }[]) => messages.push(...batch) }
  await queueDueSources(config, queue as unknown as Queue<Lease>)
  const delivered = messages.map(({ body }, n) => ({ id: String(n), body, ack() {}, retry() {} }))
  await ingestBatch(config, { queue: 'q', messages: delivered } as unknown as MessageBatch<unknown>)
}

it('has every story of a week of each kind of feed once, whatever was edited, moved or told twice', async () => {
  for (day of FETCHES) {
    await fetchAll()
    const outcomes = await database.query(
      `select distinct on (source_id) name, outcome from fetches f join sources s on s.id = f.source_id
       order by source_id, f.id desc`,
    )
    expect(outcomes.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
    const rows = await database.query<{ title: string }>('select title from articles order by title')
    const told = new Set(Object.values(WEEK).flatMap((feed) => feed.told(day)))
    expect(
      rows.map(({ title }) => title),
      `after day ${day}`,
    ).toEqual([...told].sort())
  }
  // Fetched once more without a change, nothing is new.
  await fetchAll()
  const last = await database.query(
    'select distinct on (source_id) new_articles, updated_articles from fetches order by source_id, id desc',
  )
  for (const line of last) expect(line).toEqual({ new_articles: 0, updated_articles: 0 })
})
