import type { Config } from '../../config.ts'
import { AppError } from '../../errors.ts'
import { discoverFeeds, type FeedCandidate } from '../../ingest/fetch/discover-feed.ts'
import { fetchPolicy } from '../../ingest/ingest-source.ts'
import { feedAddress } from './feed-address.ts'
import type { NewSource } from './schemas.ts'

/**
 * Finds the feeds of a site, best first, with up to eight requests.
 * @throws {AppError} `upstream_failed` with the reason when there is none
 */
export async function findFeeds(url: string, config: Config): Promise<FeedCandidate[]> {
  const discovery = await discoverFeeds(url, fetchPolicy(config))
  if (discovery.found) return discovery.candidates
  throw new AppError('upstream_failed', discovery.reason, {
    errors: [{ pointer: '#/url', message: discovery.reason }],
  })
}

/**
 * The name and the feed of a new source: as given, or as found on its site.
 * @throws {AppError} `invalid_request` for an address that is not fetched, or what `findFeeds` throws
 */
export async function findNewFeed({ name, url, feed_url }: NewSource, config: Config) {
  const candidate = feed_url === undefined ? (await findFeeds(url ?? '', config))[0] : undefined
  const address = feedAddress(feed_url ?? candidate?.feed_url ?? '', {
    allowedOrigins: config.feedAllowedOrigins,
  })
  const title = [...(candidate?.title ?? '')].slice(0, 255).join('')
  return {
    name: name ?? (title.trim() || address.hostname),
    url: url ?? null,
    origin: address.origin,
    feed_url: address.href,
  }
}
