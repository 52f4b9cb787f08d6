import { pathToFileURL } from 'node:url'
import type { MessageBatch, Queue } from '@cloudflare/workers-types'
import pg from 'pg'
import { readConfig } from '../../src/config.ts'
import { ingestBatch, queueDueSources } from '../../src/ingest/handlers.ts'
import type { Lease } from '../../src/ingest/schedule/leases.ts'
import { startFeedServer } from '../ingest/pipeline/feed-server.ts'

/** What a run of the ingest cost and brought. */
export interface IngestFigures {
  feeds: number
  entries: number
  stored: number
  seconds: number
  articles_per_second: number
}

const FEEDS = 50
const ENTRIES = 200

/** Half of each feed's entries are its own; the other half it shares with one other feed. */
export const entriesOf = (feed: number): string[] =>
  Array.from({ length: ENTRIES }, (_, n) => (n % 2 === 0 ? `own-${feed}-${n}` : `shared-${feed >> 1}-${n}`))

/** How many stories there are in all feeds. */
export const DISTINCT = new Set(Array.from({ length: FEEDS }, (_, feed) => entriesOf(feed)).flat()).size

/**
 * Ingests 50 feeds of 200 entries from a server on loopback: tick, queue, fetch, parse, normalise, store.
 * @param databaseUrl a migrated database; its sources and articles are left as the run makes them
 */
export async function benchIngest(databaseUrl: string): Promise<IngestFigures> {
  const feeds = await startFeedServer(entriesOf)
  const env = { DATABASE_URL: databaseUrl, FEED_ALLOWED_ORIGINS: feeds.origin, SLOW_QUERY_MS: '60000' }
  const config = readConfig(env)
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    await client.query(
      `insert into sources (name, url, feed_url)
       select 'Feed ' || n, $1 || '/site/' || n, $1 || '/feed/' || n from generate_series(0, $2::int - 1) n`,
      [feeds.origin, FEEDS],
    )
    const waiting: Lease[] = []
    const queue = {
      sendBatch: async (batch: { body: Lease }[]) => waiting.push(...batch.map(({ body }) => body)),
    }
    const started = performance.now()
    await queueDueSources(config, queue as unknown as Queue<Lease>)
    while (waiting.length > 0) {
      const messages = waiting
        .splice(0, 5)
        .map((body) => ({ id: String(body.source_id), body, ack() {}, retry() {} }))
      await ingestBatch(config, {
        queue: 'morning-brief-ingest',
        messages,
      } as unknown as MessageBatch<unknown>)
    }
    const seconds = (performance.now() - started) / 1000
    const { rows } = await client.query<{ stored: number }>(
      'select count(*)::int as stored from articles a join sources s on s.id = a.source_id where starts_with(s.feed_url, $1)',
      [feeds.origin],
    )
    const stored = rows[0]?.stored ?? 0
    const entries = FEEDS * ENTRIES
    return { feeds: FEEDS, entries, stored, seconds, articles_per_second: Math.round(entries / seconds) }
  } finally {
    await client.end()
    await feeds.close()
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const databaseUrl = process.env.DATABASE_URL
  if (!databaseUrl) throw new Error('DATABASE_URL: is missing; name a migrated database that may be filled')
  console.log = () => {}
  process.stdout.write(`${JSON.stringify(await benchIngest(databaseUrl))}\n`)
}
