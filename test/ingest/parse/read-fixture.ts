import { readFileSync } from 'node:fs'
import { type FeedContext, type ReadFeed, readFeed } from '../../../src/ingest/read-feed.ts'

/** The clock of these tests. */
export const NOW = new Date('2026-03-02T12:00:00Z')

/** Bytes of a file in test/ingest/fixtures. */
export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url))
}

/** What ingest makes of a fixture. */
export function readFixture(name: string, context: Partial<FeedContext> = {}): Promise<ReadFeed> {
  return readFeed(fixture(name), { url: 'https://fetched.example/dir/feed', now: NOW, ...context })
}

/** What ingest makes of a text in UTF-8. */
export function readText(text: string, context: Partial<FeedContext> = {}): Promise<ReadFeed> {
  return readFeed(new TextEncoder().encode(text), {
    url: 'https://fetched.example/dir/feed',
    now: NOW,
    ...context,
  })
}

/** An RSS feed of one item with this inner XML. */
export function rssItem(inner: string): string {
  return `<rss version="2.0"><channel><title>T</title><item>${inner}</item></channel></rss>`
}
