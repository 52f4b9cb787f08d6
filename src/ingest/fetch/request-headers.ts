/** A feed to fetch, with the validators of its last answer, exactly as its server sent them. */
export interface FeedRequest {
  feed_url: string
  etag: string | null
  last_modified: string | null
}

/** Feed types first, XML and JSON as servers often mislabel them, then whatever there is. */
const ACCEPT = [
  'application/atom+xml',
  'application/rss+xml',
  'application/rdf+xml',
  'application/feed+json',
  'application/xml;q=0.9',
  'text/xml;q=0.9',
  'application/json;q=0.8',
  'text/html;q=0.5',
  '*/*;q=0.1',
].join(', ')

/** Both runtimes decode these two by themselves; Workers' fetch leaves deflate and zstd as they are. */
export type AcceptedCoding = 'gzip, br' | 'identity'

/**
 * The headers of one hop: who asks, for what, and, where `conditional`, the validators (RFC 9110 §13.1) so that
 * an unchanged feed costs its server a 304. Weak ETags travel as they are. `cookie`: what hops before this one set.
 */
export function requestHeaders(
  request: FeedRequest,
  {
    userAgent,
    coding,
    conditional,
    cookie,
    now,
  }: { userAgent: string; coding: AcceptedCoding; conditional: boolean; cookie: string | null; now: Date },
): Headers {
  const headers = new Headers({ 'user-agent': userAgent, accept: ACCEPT, 'accept-encoding': coding })
  const etag = conditional ? usableValidator(request.etag) : null
  const lastModified = conditional ? usableValidator(request.last_modified) : null
  if (etag !== null) headers.set('if-none-match', etag)
  if (lastModified !== null && !isFuture(lastModified, now)) headers.set('if-modified-since', lastModified)
  if (cookie !== null) headers.set('cookie', cookie)
  return headers
}

/** A date of last change that is yet to come would be answered with "unchanged" until it has (RFC 9110 §8.8.2.1). */
export function isFuture(lastModified: string | null, now: Date): boolean {
  return lastModified !== null && Date.parse(lastModified) > now.getTime()
}

/**
 * A validator as it was sent, or null when it could not be sent back: longer than 512 characters, or with bytes
 * outside printable ASCII, which the runtimes decode differently.
 */
export function usableValidator(value: string | null): string | null {
  return value !== null && /^[\x20-\x7e]{1,512}$/.test(value) ? value : null
}
