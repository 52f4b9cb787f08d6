import type { Config } from '../config.ts'
import { sqlState } from '../db/classify-error.ts'
import type { Database } from '../db/database.ts'
import { AppError } from '../errors.ts'
import { describeError, log } from '../log.ts'
import { VERSION } from '../version.ts'
import { describeFetch } from './describe-fetch.ts'
import { fetchFeed } from './fetch/fetch-feed.ts'
import { FETCH_LIMITS, type FetchPolicy, userAgent } from './fetch/policy.ts'
import type { IngestOutcome } from './outcomes.ts'
import { readFetched } from './read-fetched.ts'
import type { ReadingRoom } from './reading-room.ts'
import type { LeasedSource } from './schedule/leases.ts'
import { type StoredFetch, type StoreReport, storeFetch } from './store/store-fetch.ts'

/** How one ingest of one source ended; `stored` is null when the source was no longer this consumer's. */
export interface IngestReport {
  outcome: IngestOutcome
  duration_ms: number
  skipped: number
  stored: StoreReport | null
}

/** The policy that every fetch of this instance keeps to. */
export const fetchPolicy = (config: Config): FetchPolicy => ({
  ...FETCH_LIMITS,
  userAgent: userAgent({ version: VERSION, contact: config.feedContact }),
  allowedOrigins: config.feedAllowedOrigins,
})

/**
 * Fetches, reads and stores one leased source: one round trip to the database, whatever the feed holds.
 * @param room where there has to be room for the document, from reading to storing it
 * @throws {AppError} only when the database cannot be reached; whatever the feed does ends in its history
 */
export async function ingestSource(
  db: Database,
  config: Config,
  source: LeasedSource,
  room: ReadingRoom,
): Promise<IngestReport> {
  const started = new Date()
  const result = await fetchFeed(source, fetchPolicy(config))
  const { fetch, stored } = await room.within('body' in result ? result.bytes : 0, async () => {
    const read =
      'body' in result ? await readFetched(result, { now: started, lastRead: lastReadOf(source) }) : null
    return storeWhatCan(db, {
      ...describeFetch(source, started, result, read),
      article_days: config.articleDays,
    })
  })
  return { outcome: fetch.outcome, duration_ms: fetch.duration_ms, skipped: fetch.skipped_entries, stored }
}

/** A source none of whose articles is stored has never been read, however often it was fetched. */
const lastReadOf = ({ recent_published, last_fetched_at }: LeasedSource) =>
  recent_published.length > 0 && last_fetched_at !== null ? new Date(last_fetched_at) : null

/** What the database refuses must not be fetched and refused for ever: the refusal itself goes into the history. */
async function storeWhatCan(db: Database, fetch: StoredFetch) {
  try {
    return { fetch, stored: await db.run(storeFetch, fetch) }
  } catch (error) {
    if (!(error instanceof AppError) || passes(error)) throw error
    log('error', 'store_refused', { source_id: fetch.source_id, ...describeError(error) })
    // A conflict means that another source took the new address in this very moment.
    const lesser: StoredFetch =
      error.code === 'conflict' ? { ...fetch, moved_to: null } : withoutArticles(fetch)
    return { fetch: lesser, stored: await db.run(storeFetch, lesser) }
  }
}

/** Whether the same statement may succeed later: the database is away, or two transactions met. */
const passes = (error: AppError) =>
  error.code === 'database_unavailable' ||
  error.code === 'read_only' ||
  sqlState(error.cause)?.startsWith('40') === true

const withoutArticles = (fetch: StoredFetch): StoredFetch => ({
  ...fetch,
  articles: '[]',
  outcome: 'store_error',
  error:
    'The feed was read, but its articles could not be stored: a fault of this service. It is tried again later.',
  error_count: fetch.error_count + 1,
  etag: null,
  last_modified: null,
})
