import { createHash } from 'node:crypto'
import { readConfig } from '../../../src/config.ts'
import { openDatabase } from '../../../src/db/open.ts'
import type { FeedArticle } from '../../../src/ingest/read-feed.ts'
import { claimLeases } from '../../../src/ingest/schedule/leases.ts'
import { type StoredFetch, storeFetch } from '../../../src/ingest/store/store-fetch.ts'
import type { TestDatabase } from '../../harness/test-database.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** An article as the reader gives it: its link and hash follow from `slug`. */
export function article(slug: string, more: Partial<FeedArticle> = {}): FeedArticle {
  const link = more.link ?? `https://news.example/${slug}`
  return {
    title: `About ${slug}`,
    link,
    published_at: '2026-11-20T06:00:00.000Z',
    author: null,
    summary_raw: `<p>${slug}</p>`,
    tags: [],
    language: 'english',
    date_is_guess: false,
    guid: null,
    content_hash: hash(slug),
    link_hash: hash(slug),
    entry_hash: hash(`${slug}#${more.guid ?? more.title ?? ''}`),
    ...more,
  }
}

/** The steps of the ingest on a test database, without the network. */
export function ingestOn(database: TestDatabase) {
  const open = () => openDatabase(readConfig({ DATABASE_URL: database.url, SLOW_QUERY_MS: 60_000 }), {})

  /** Adds a source and gives its id. */
  async function addSource(name: string, more: { feed_url?: string; error_count?: number } = {}) {
    const { feed_url = `https://${name}.example/feed`, error_count = 0 } = more
    const [row] = await database.query<{ id: number }>(
      'insert into sources (name, url, feed_url, error_count) values ($1, $2, $3, $4) returning id',
      [name, `https://${name}.example/`, feed_url, error_count],
    )
    return row!.id
  }

  /** Leases and claims a source, as a tick and a consumer do. */
  async function claim(source_id: number) {
    const [row] = await database.query<{ leased_until: string }>(
      `update sources set leased_until = clock_timestamp() + interval '30 minutes', claimed_until = null
       where id = $1 returning to_json(leased_until) #>> '{}' as leased_until`,
      [source_id],
    )
    const leases = JSON.stringify([{ source_id, leased_until: row!.leased_until }])
    return (await open().run(claimLeases, { leases }))[0]!
  }

  /** Claims a source and stores what a fetch of it brought. */
  async function store(source_id: number, articles: FeedArticle[], more: Partial<StoredFetch> = {}) {
    const { claimed_until } = await claim(source_id)
    return open().run(storeFetch, fetchOf(source_id, claimed_until, articles, more))
  }

  return { open, addSource, claim, store }
}

/** One successful fetch. */
export const fetchOf = (
  source_id: number,
  claimed_until: string,
  articles: FeedArticle[],
  more: Partial<StoredFetch> = {},
): StoredFetch => ({
  source_id,
  claimed_until,
  articles: JSON.stringify(articles),
  started_at: new Date().toISOString(),
  duration_ms: 12,
  outcome: 'ok',
  http_status: 200,
  skipped_entries: 0,
  error: null,
  error_count: 0,
  next_fetch_s: 3600,
  etag: null,
  last_modified: null,
  ttl_minutes: null,
  moved_to: null,
  redirect_url: null,
  redirect_count: 0,
  ...more,
})
