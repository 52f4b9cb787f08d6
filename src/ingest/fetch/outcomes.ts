/**
 * The closed list of how one fetch of one feed can end. Stored in `fetches.outcome`.
 *
 * | outcome | when |
 * |---|---|
 * | ok | 2xx with a body, read to its end |
 * | cut | the same, but with more bytes than the policy allows, before or after decompression: a feed, read so far |
 * | not_modified | 304 to a conditional request |
 * | gone | 410: the publisher says the feed is over |
 * | not_found | 404 |
 * | unauthorized | 401, 403 or 407: a login, a paywall or a bot check stands before the feed |
 * | rate_limited | 429 |
 * | unavailable | 503 |
 * | server_error | any other 5xx |
 * | http_error | any other status that carries no feed (4xx, 204, 206, a redirect without a target, ...) |
 * | invalid_url | the address, or a redirect's target, is no http(s) URL, or carries a password |
 * | blocked_address | the address, or a redirect's target, is not a public one or not on port 80 or 443 |
 * | too_many_redirects | more hops than the policy allows |
 * | redirect_loop | a hop leads back to an address of the same fetch |
 * | timeout | the whole fetch, body included, took longer than the policy allows |
 * | dns_error | the host's name does not resolve |
 * | tls_error | no secure connection could be made |
 * | connection_failed | refused, unreachable, closed before an answer, or an answer that is not HTTP |
 * | too_large | more bytes than the policy allows, and what came of them is no beginning of a feed |
 * | incomplete | the connection or the compressed data ended before the body did |
 * | bad_encoding | the body is not compressed the way its headers say |
 */
export const FETCH_OUTCOMES = [
  'ok',
  'cut',
  'not_modified',
  'gone',
  'not_found',
  'unauthorized',
  'rate_limited',
  'unavailable',
  'server_error',
  'http_error',
  'invalid_url',
  'blocked_address',
  'too_many_redirects',
  'redirect_loop',
  'timeout',
  'dns_error',
  'tls_error',
  'connection_failed',
  'too_large',
  'incomplete',
  'bad_encoding',
] as const

export type FetchOutcome = (typeof FETCH_OUTCOMES)[number]

/** The outcomes that are failures: everything but `ok`, `cut` and `not_modified`. */
export type FetchFailureOutcome = Exclude<FetchOutcome, 'ok' | 'cut' | 'not_modified'>

/** Why a fetch stopped. Thrown inside this stage only: `fetchFeed` turns it into a result. */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure'
  readonly outcome: FetchFailureOutcome
  readonly retry_after_s: number | null

  /** @param message the sentence for `last_error`: what happened, and what can be done or will be. */
  constructor(outcome: FetchFailureOutcome, message: string, retry_after_s: number | null = null) {
    super(message.slice(0, 1024))
    this.outcome = outcome
    this.retry_after_s = retry_after_s
  }
}
