import type { FetchResult } from './fetch/fetch-feed.ts'
import type { ReadFeed } from './read-feed.ts'
import type { Unreadable } from './read-fetched.ts'
import type { LeasedSource } from './schedule/leases.ts'
import { nextFetchDelay } from './schedule/next-fetch.ts'
import type { StoredFetch } from './store/store-fetch.ts'

/** A permanent redirect moves the source once it was seen on this many fetches in a row. */
const MOVES_AFTER = 3
/** The longest address a source can have. */
const MAX_FEED_URL = 512

/**
 * The source's next state and this fetch's line of history, from what the fetch and the reader found.
 * @param read null when the fetch brought no document
 */
export function describeFetch(
  source: LeasedSource,
  started: Date,
  result: FetchResult,
  read: ReadFeed | Unreadable | null,
): StoredFetch {
  const answered = result.outcome === 'ok' || result.outcome === 'not_modified' ? result : null
  const feed = read && 'articles' in read ? read : null
  const failure = read && 'error' in read ? read : 'error' in result ? result : null
  const outcome = failure?.outcome ?? result.outcome
  const error_count = failure ? source.error_count + 1 : 0
  const ttl_minutes = feed ? feed.feed.ttl_minutes : source.ttl_minutes
  return {
    source_id: source.source_id,
    claimed_until: source.claimed_until,
    articles: JSON.stringify(feed?.articles ?? []),
    started_at: started.toISOString(),
    duration_ms: Math.max(0, Date.now() - started.getTime()),
    outcome,
    http_status: result.status,
    skipped_entries: feed?.skipped.length ?? 0,
    error: failure && [...failure.error].slice(0, 1024).join(''),
    error_count,
    next_fetch_s: nextFetchDelay({
      outcome,
      error_count,
      retry_after_s: 'retry_after_s' in result ? result.retry_after_s : null,
      max_age_s: answered?.max_age_s ?? null,
      ttl_minutes,
      recent_published: paceOf(source, feed, started),
      random: Math.random,
    }),
    ...validatorsOf(source, answered, failure),
    ttl_minutes,
    ...moveOf(source, answered, failure),
  }
}

/** The dates the feed states, newest first; without any, those under which its articles were first seen. */
function paceOf(source: LeasedSource, feed: ReadFeed | null, started: Date): readonly string[] {
  const stated = (feed?.articles ?? [])
    .map((article) => article.published_at)
    // An entry without a date of its own carries the moment of reading.
    .filter((date) => Date.parse(date) < started.getTime())
  return stated.length > 0 ? stated.sort().reverse() : source.recent_published
}

/** A document that was no feed must not become "unchanged" next time; a failed fetch keeps what worked before. */
function validatorsOf(
  source: LeasedSource,
  answered: { etag: string | null; last_modified: string | null } | null,
  failure: object | null,
) {
  if (answered && failure) return { etag: null, last_modified: null }
  const { etag, last_modified } = answered ?? source
  return { etag, last_modified }
}

/** A fetch that did not reach an answer neither confirms a move nor disproves it. */
function moveOf(
  source: LeasedSource,
  answered: { permanent_url: string | null } | null,
  failure: object | null,
) {
  const { redirect_url, redirect_count } = source
  if (!answered) return { moved_to: null, redirect_url, redirect_count }
  const target = failure ? null : answered.permanent_url
  if (target === null || target === source.feed_url || target.length > MAX_FEED_URL) {
    return { moved_to: null, redirect_url: null, redirect_count: 0 }
  }
  const seen = target === redirect_url ? redirect_count + 1 : 1
  return seen >= MOVES_AFTER
    ? { moved_to: target, redirect_url: null, redirect_count: 0 }
    : { moved_to: null, redirect_url: target, redirect_count: seen }
}
