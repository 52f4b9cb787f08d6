import { readFeed } from '../../src/ingest/read-feed.ts'
import { hostileShapes } from '../ingest/parse/hostile-shapes.ts'
import { fixture } from '../ingest/parse/read-fixture.ts'
import { middle } from './middle.ts'

/** What the slowest of the hostile documents costs its reader. */
export interface HostileFigures {
  shapes: number
  worst: string
  /** Median milliseconds per 100 KB. */
  worst_ms: number
  median_ms: number
}

const ROUNDS = 15

/** Reads each hostile document, of 100,000 characters, some times in a process that has read feeds before. */
export async function benchHostileFeeds(): Promise<HostileFigures> {
  const now = new Date()
  const read = (bytes: Uint8Array) => readFeed(bytes, { url: 'https://hostile.example/feed', now })
  for (let round = 0; round < 200; round++) await read(fixture('rss-plain.xml'))
  const costs: { name: string; ms: number }[] = []
  for (const [name, text] of Object.entries(hostileShapes())) {
    const bytes = new TextEncoder().encode(text)
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now()
      // A document that is no feed is refused: that, too, takes time.
      await read(bytes).catch(() => null)
      times.push(performance.now() - started)
    }
    costs.push({ name, ms: middle(times) / (bytes.length / 100_000) })
  }
  const worst = costs.reduce((a, b) => (b.ms > a.ms ? b : a))
  return {
    shapes: costs.length,
    worst: worst.name,
    worst_ms: worst.ms,
    median_ms: middle(costs.map(({ ms }) => ms)),
  }
}
