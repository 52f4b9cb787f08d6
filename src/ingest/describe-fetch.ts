import { checkFeedUrl } from './fetch/check-feed-url.ts'
import type { FetchedFeed, FetchResult, UnchangedFeed } from './fetch/fetch-feed.ts'
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
  const answered = 'error' in result ? null : result
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
    ...moveOf(source, { answered, failure, stated: feed?.feed.moved_to ?? null }),
  }
}

/** The dates the feed states, newest first; without any, those under which its articles were first seen. */
function paceOf(source: LeasedSource, feed: ReadFeed | null, started: Date): readonly string[] {
  const stated = (feed?.articles ?? [])
    .filter(
      ({ date_is_guess, published_at }) => !date_is_guess && Date.parse(published_at) < started.getTime(),
    )
    .map((article) => article.published_at)
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

/**
 * A fetch that did not reach an answer neither confirms a move nor disproves it. An "unchanged" one keeps what was seen,
 * as the document that said so is unchanged. A redirect comes before what the document says; where the document says
 * that the feed's home is the address it already has, nothing moves.
 *
 * @param stated where the document itself says that the feed has moved
 */
function moveOf(
  source: LeasedSource,
  { answered, failure, stated }: { answered: Answered | null; failure: object | null; stated: string | null },
) {
  const { redirect_url, redirect_count, feed_url } = source
  if (!answered) return { moved_to: null, redirect_url, redirect_count }
  const staying = { moved_to: null, redirect_url: null, redirect_count: 0 }
  if (failure || (stated !== null && isSame(stated, feed_url))) return staying
  const target = answered.permanent_url ?? (isFetchable(stated) ? stated : null)
  if (target === null && answered.outcome === 'not_modified' && stated === null) {
    return answered.redirects > 0 ? staying : { moved_to: null, redirect_url, redirect_count }
  }
  if (target === null || isSame(target, feed_url) || target.length > MAX_FEED_URL) return staying
  const seen = target === redirect_url ? redirect_count + 1 : 1
  return seen >= MOVES_AFTER
    ? { ...staying, moved_to: target }
    : { moved_to: null, redirect_url: target, redirect_count: seen }
}

type Answered = Pick<FetchedFeed | UnchangedFeed, 'outcome' | 'permanent_url' | 'redirects'>

const isSame = (a: string, b: string) => a === b || URL.parse(a)?.href === URL.parse(b)?.href

const isFetchable = (address: string | null) =>
  address !== null && checkFeedUrl(address, { allowedOrigins: [] }).ok
