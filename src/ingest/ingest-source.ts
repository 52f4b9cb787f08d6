import pkg from '../../package.json' with { type: 'json' }
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { type FetchResult, fetchFeed } from './fetch/fetch-feed.ts'
import { FETCH_LIMITS, userAgent } from './fetch/policy.ts'
import { NotAFeedError, type ReadFeed, readFeed } from './read-feed.ts'
import type { LeasedSource } from './schedule/leases.ts'
import { nextFetchDelay } from './schedule/next-fetch.ts'
import { type StoredFetch, storeFetch } from './store/store-fetch.ts'

/** A permanent redirect moves the source once it was seen on this many fetches in a row. */
const MOVES_AFTER = 3

/** How one ingest of one source ended; `stored` is null when another consumer held the lease. */
export interface IngestReport {
  outcome: string
  duration_ms: number
  skipped: number
  stored: { new_articles: number; updated_articles: number } | null
}

/**
 * Fetches, reads and stores one leased source: one round trip to the database, whatever the feed holds.
 * @throws {AppError} only when the database cannot be reached; whatever the feed does ends in its history
 */
export async function ingestSource(
  db: Database,
  config: Config,
  source: LeasedSource,
): Promise<IngestReport> {
  const started = new Date()
  const result = await fetchFeed(source, {
    ...FETCH_LIMITS,
    userAgent: userAgent({ version: pkg.version, contact: config.feedContact }),
    allowedOrigins: config.feedAllowedOrigins,
  })
  const read = result.outcome === 'ok' ? await tryRead(result, started) : null
  const fetch = describeFetch(source, started, result, read)
  const stored = await db.run(storeFetch, fetch)
  return { outcome: fetch.outcome, duration_ms: fetch.duration_ms, skipped: fetch.skipped_entries, stored }
}

type Fetched = Extract<FetchResult, { outcome: 'ok' }>

async function tryRead(fetched: Fetched, now: Date): Promise<ReadFeed | NotAFeedError> {
  try {
    return await readFeed(fetched.body, {
      url: fetched.url,
      contentType: fetched.content_type,
      contentLanguage: fetched.content_language,
      contentLocation: fetched.content_location,
      now,
    })
  } catch (error) {
    if (error instanceof NotAFeedError) return error
    throw error
  }
}

/** The source's next state and this fetch's line of history, from what the fetch and the reader found. */
function describeFetch(
  source: LeasedSource,
  started: Date,
  result: FetchResult,
  read: ReadFeed | NotAFeedError | null,
): StoredFetch {
  const answered = result.outcome === 'ok' || result.outcome === 'not_modified' ? result : null
  const feed = read instanceof NotAFeedError ? null : read
  const error = read instanceof NotAFeedError ? read.message : 'error' in result ? result.error : null
  const outcome = read instanceof NotAFeedError ? 'not_a_feed' : result.outcome
  const error_count = error === null ? 0 : source.error_count + 1
  const redirect_url = answered?.permanent_url ?? null
  const redirect_count =
    redirect_url === null ? 0 : redirect_url === source.redirect_url ? source.redirect_count + 1 : 1
  const moves = redirect_url !== null && redirect_count >= MOVES_AFTER
  return {
    source_id: source.source_id,
    leased_until: source.leased_until,
    articles: JSON.stringify(feed?.articles ?? []),
    started_at: started.toISOString(),
    duration_ms: Date.now() - started.getTime(),
    outcome,
    http_status: result.status,
    skipped_entries: feed?.skipped.length ?? 0,
    error: error === null ? null : [...error].slice(0, 1024).join(''),
    error_count,
    next_fetch_s: nextFetchDelay({
      outcome,
      error_count,
      retry_after_s: 'retry_after_s' in result ? result.retry_after_s : null,
      max_age_s: answered?.max_age_s ?? null,
      ttl_minutes: feed?.feed.ttl_minutes ?? null,
      recent_published:
        feed?.articles
          .map((article) => article.published_at)
          .sort()
          .reverse() ?? null,
      random: Math.random,
    }),
    // A document that was no feed must not become "unchanged" next time; a failure keeps what worked before.
    etag: outcome === 'not_a_feed' ? null : (answered?.etag ?? source.etag),
    last_modified: outcome === 'not_a_feed' ? null : (answered?.last_modified ?? source.last_modified),
    moved_to: moves ? redirect_url : null,
    redirect_url: moves ? null : redirect_url,
    redirect_count: moves ? 0 : redirect_count,
  }
}
