import type { Config } from '../../config.ts'
import { AppError } from '../../errors.ts'
import { checkFeedUrl } from '../../ingest/fetch/check-feed-url.ts'
import type { SourceChange } from './schemas.ts'

/**
 * Normalises the URL of a feed, as it is stored in a source.
 * @throws {AppError} `invalid_request` when the ingest would not fetch it, with the reason
 */
export function feedAddress(text: string, policy: { allowedOrigins: readonly string[] }): URL {
  const checked = checkFeedUrl(text, policy)
  const reason = checked.ok ? null : checked.reason
  if (checked.ok && checked.url.href.length <= 512) return checked.url
  const message = reason ?? 'must have at most 512 characters once its special characters are encoded'
  throw new AppError('invalid_request', 'The body is not as expected; see errors.', {
    errors: [{ pointer: '#/feed_url', message }],
  })
}

/**
 * A change of a source, with the normalised URL of its feed.
 * @throws {AppError} what `feedAddress` throws
 */
export function checkChange(change: SourceChange, { feedAllowedOrigins }: Config): SourceChange {
  const { feed_url } = change
  if (feed_url === undefined) return change
  return { ...change, feed_url: feedAddress(feed_url, { allowedOrigins: feedAllowedOrigins }).href }
}
