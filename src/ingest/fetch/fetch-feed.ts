import { isBrokenCoding, networkFailure } from './classify-error.ts'
import { statusFailure } from './classify-status.ts'
import { decompress } from './decompress.ts'
import { beginsAsFeed, endsAsFeed } from './feed-bytes.ts'
import { followRedirects, type Trip } from './follow-redirects.ts'
import { maxAgeSeconds, retryAfterSeconds } from './freshness.ts'
import type { FetchFailure, FetchFailureOutcome } from './outcomes.ts'
import type { FetchPolicy } from './policy.ts'
import { discardBody, readLimited, tooLarge } from './read-body.ts'
import { type AcceptedCoding, type FeedRequest, isFuture, usableValidator } from './request-headers.ts'

interface Answered {
  status: number
  /** The address that answered, after all redirects. */
  url: string
  /** To be stored as they are for the next request; null when the answer has none or they cannot be sent back. */
  etag: string | null
  last_modified: string | null
  /** Seconds the publisher calls the answer fresh; null when it says nothing. */
  max_age_s: number | null
  /** Where the feed has moved for good: as far as every hop was 301 or 308; null when it has not. */
  permanent_url: string | null
  redirects: number
  duration_ms: number
}

export interface FetchedFeed extends Answered {
  /** `cut`: the feed is larger than the policy allows, `body` is its beginning. */
  outcome: 'ok' | 'cut'
  body: Uint8Array<ArrayBuffer>
  /** Length of `body`, after decompression. */
  bytes: number
  content_type: string | null
  content_language: string | null
  content_location: string | null
}

export interface UnchangedFeed extends Answered {
  outcome: 'not_modified'
}

export interface FailedFetch {
  outcome: FetchFailureOutcome
  /** Of the answer that failed; null when none came. */
  status: number | null
  /** The last address asked; null when the very first was refused. */
  url: string | null
  /** One sentence for `last_error`, at most 1,024 characters. */
  error: string
  /** Seconds the server asks to wait, at most a day. */
  retry_after_s: number | null
  redirects: number
  duration_ms: number
}

export type FetchResult = FetchedFeed | UnchangedFeed | FailedFetch

/**
 * Fetches one feed politely: a conditional GET (RFC 9110 §13), redirects checked hop by hop, within the policy's
 * time and size. Never throws for anything the address or the network does; the result says what happened.
 *
 * A body that is not compressed the way its headers say is asked for once more, uncompressed, in the same time.
 */
export async function fetchFeed(request: FeedRequest, policy: FetchPolicy): Promise<FetchResult> {
  const now = policy.now ?? (() => new Date())
  const started = now().getTime()
  const elapsed = () => Math.max(0, now().getTime() - started)
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), policy.timeoutMs)
  try {
    const ask = (coding: AcceptedCoding) => attempt(request, { policy, coding, signal: deadline.signal, now })
    const first = await ask('gzip, br')
    const last = first.outcome === 'bad_encoding' ? await ask('identity') : first
    return { ...last, duration_ms: elapsed() }
  } finally {
    clearTimeout(timer)
  }
}

interface Attempt {
  policy: FetchPolicy
  coding: AcceptedCoding
  signal: AbortSignal
  now: () => Date
}

async function attempt(request: FeedRequest, { policy, coding, signal, now }: Attempt): Promise<FetchResult> {
  const trip: Trip = { url: null, status: null, redirects: 0, permanent_url: null, sameHost: true }
  try {
    const response = await followRedirects(request, { policy, coding, signal, trip })
    const { status, headers } = response
    const conditional = trip.sameHost && [request.etag, request.last_modified].some(usableValidator)
    const unchanged = status === 304 && conditional
    const answered = {
      ...validators(headers, { request, trip, unchanged, now: now() }),
      ...arrival(trip, status),
    }
    const max_age_s = maxAgeSeconds(headers, now())
    if (unchanged) {
      discardBody(response)
      return { outcome: 'not_modified', ...answered, max_age_s, duration_ms: 0 }
    }
    if (status < 200 || status > 299 || [204, 205, 206].includes(status)) {
      discardBody(response)
      throw statusFailure(status, trip.url?.hostname ?? '', retryAfterSeconds(headers, now()))
    }
    const { bytes: body, isCut } = await readBody(response, { maxBytes: policy.maxBytes, signal })
    return {
      outcome: isCut ? 'cut' : 'ok',
      ...answered,
      body,
      bytes: body.byteLength,
      content_type: headers.get('content-type'),
      content_language: headers.get('content-language'),
      content_location: headers.get('content-location'),
      max_age_s,
      duration_ms: 0,
    }
  } catch (error) {
    const { timeoutMs } = policy
    const answered = trip.status !== null
    const url = trip.url ?? new URL('about:blank')
    const failure = networkFailure(error, { url, answered, timedOut: signal.aborted, timeoutMs })
    return failed(failure, trip)
  }
}

/** Nothing that says it is so many times as large as what is read of it is a feed. */
const FAR_TOO_LARGE = 20

async function readBody(response: Response, limits: { maxBytes: number; signal: AbortSignal }) {
  const { maxBytes } = limits
  if (Number(response.headers.get('content-length')) > FAR_TOO_LARGE * maxBytes) {
    discardBody(response)
    throw tooLarge(maxBytes)
  }
  const { failure, ...came } = await readLimited(response.body, limits)
  // A compressed body has all come when the runtime fails over the line breaks that some servers send after it.
  if (failure && !(isBrokenCoding(failure.reason) && endsAsFeed(came.bytes))) throw failure.reason
  const body = decompress(came, response.headers.get('content-encoding'), maxBytes)
  if (body.isCut && !beginsAsFeed(body.bytes)) throw tooLarge(maxBytes)
  return body
}

/** A 304 keeps what is stored and takes what it brings anew (RFC 9111 §4.3.4). Another host's are not kept. */
function validators(
  headers: Headers,
  { request, trip, unchanged, now }: { request: FeedRequest; trip: Trip; unchanged: boolean; now: Date },
) {
  const kept = unchanged ? request : { etag: null, last_modified: null }
  const fresh = (name: string) => (trip.sameHost ? usableValidator(headers.get(name)) : null)
  const modified = fresh('last-modified')
  return {
    etag: fresh('etag') ?? kept.etag,
    last_modified: isFuture(modified, now) ? null : (modified ?? kept.last_modified),
  }
}

const arrival = (trip: Trip, status: number) => ({
  status,
  url: trip.url?.href ?? '',
  permanent_url: trip.permanent_url,
  redirects: trip.redirects,
})

const failed = ({ outcome, message, retry_after_s }: FetchFailure, trip: Trip): FailedFetch => ({
  outcome,
  status: trip.status,
  url: trip.url?.href ?? null,
  error: message,
  retry_after_s,
  redirects: trip.redirects,
  duration_ms: 0,
})
