import { describeError, log } from '../log.ts'
import type { FetchedFeed } from './fetch/fetch-feed.ts'
import { NotAFeedError, type ReadFeed, readFeed } from './read-feed.ts'
import { isStorable } from './store/storable.ts'

/** A document that gave no feed, and why, in a sentence for people. */
export interface Unreadable {
  outcome: 'not_a_feed' | 'parse_error'
  error: string
}

/**
 * Reads a fetched document into articles that the database takes; the others count as skipped. Never throws: a
 * document that breaks the reader is a line in its source's history, not a message that is retried for ever.
 *
 * @param lastRead when the source was fetched before; null if nothing is known of it
 */
export async function readFetched(
  fetched: FetchedFeed,
  { now, lastRead }: { now: Date; lastRead: Date | null },
): Promise<ReadFeed | Unreadable> {
  try {
    const read = await readFeed(fetched.body, {
      url: fetched.url,
      contentType: fetched.content_type,
      contentLanguage: fetched.content_language,
      contentLocation: fetched.content_location,
      isCut: fetched.outcome === 'cut',
      now,
      lastRead,
    })
    const articles = read.articles.filter(isStorable)
    const refused = read.articles.length - articles.length
    const reason = 'The entry holds what the database cannot store.'
    return {
      ...read,
      articles,
      skipped: [...read.skipped, ...Array.from({ length: refused }, () => ({ index: -1, reason }))],
    }
  } catch (error) {
    if (error instanceof NotAFeedError) return { outcome: 'not_a_feed', error: error.message }
    log('error', 'reader_failed', { bytes: fetched.bytes, ...describeError(error) })
    return {
      outcome: 'parse_error',
      error:
        'The document could not be read: a fault of this service, not of the feed. It is tried again later.',
    }
  }
}
