import { checkFeedUrl } from './check-feed-url.ts'
import { FetchCookies } from './cookies.ts'
import { FetchFailure } from './outcomes.ts'
import type { FetchPolicy } from './policy.ts'
import { discardBody } from './read-body.ts'
import { type AcceptedCoding, type FeedRequest, requestHeaders } from './request-headers.ts'

/** How far one fetch has come; kept up to date hop by hop, so that a failure can tell where it happened. */
export interface Trip {
  url: URL | null
  status: number | null
  redirects: number
  /** Where the unbroken run of 301 and 308 from the first address has led; null when there is none. */
  permanent_url: string | null
  /** False once a hop has left the first address's host or has fallen from https to http. */
  sameHost: boolean
}

const PERMANENT = [301, 308]
const REDIRECTS = [...PERMANENT, 302, 303, 307]
/** The width of `sources.feed_url`: a longer target cannot become the source's address. */
const MAX_FEED_URL = 512

/**
 * Requests the feed and follows its redirects by hand (RFC 9110 §15.4), checking every hop's address, until an
 * answer is none. Validators stay with the host they were meant for; cookies that a hop sets are kept for the others. A fall from https to http is followed,
 * since a feed that reads is worth more than none, but it never becomes the source's new address.
 *
 * @throws {FetchFailure} `invalid_url`, `blocked_address`, `too_many_redirects`, `redirect_loop`, `http_error`
 * @throws whatever the runtime's fetch throws
 */
export async function followRedirects(
  request: FeedRequest,
  {
    policy,
    coding,
    signal,
    trip,
  }: { policy: FetchPolicy; coding: AcceptedCoding; signal: AbortSignal; trip: Trip },
): Promise<Response> {
  const send = policy.fetch ?? fetch
  const seen = new Set<string>()
  const cookies = new FetchCookies()
  let url = checked(request.feed_url, policy)
  let permanent = true
  for (;;) {
    trip.url = url
    const cookie = cookies.for(url)
    seen.add(`${url.href} ${cookie}`)
    const headers = requestHeaders(request, {
      userAgent: policy.userAgent,
      coding,
      conditional: trip.sameHost,
      cookie,
      now: policy.now?.() ?? new Date(),
    })
    const response = await send(url.href, { headers, redirect: 'manual', signal })
    trip.status = response.status
    if (!REDIRECTS.includes(response.status)) return response
    discardBody(response)
    cookies.take(response.headers, url)
    const next = target(response, url, policy)
    // The same address again is no circle if it is asked with a cookie that it had not been given before.
    if (seen.has(`${next.href} ${cookies.for(next)}`))
      throw new FetchFailure(
        'redirect_loop',
        `${url.hostname} redirects in a circle, back to an address already asked; check the address.`,
      )
    if (trip.redirects >= policy.maxRedirects)
      throw new FetchFailure(
        'too_many_redirects',
        `The feed redirects more than ${policy.maxRedirects} times; give the address it ends at.`,
      )
    trip.redirects++
    trip.status = null
    const falls = url.protocol === 'https:' && next.protocol === 'http:'
    trip.sameHost &&= next.hostname === url.hostname && !falls
    permanent &&= PERMANENT.includes(response.status) && !falls
    if (permanent && next.href.length <= MAX_FEED_URL) trip.permanent_url = next.href
    url = next
  }
}

function target(response: Response, url: URL, policy: FetchPolicy): URL {
  const location = response.headers.get('location')?.trim()
  if (!location)
    throw new FetchFailure(
      'http_error',
      `${url.hostname} redirects (${response.status}) without saying where to; check the address.`,
    )
  return checked(asUtf8(location), policy, url)
}

function checked(address: string, policy: FetchPolicy, base?: URL): URL {
  const result = checkFeedUrl(address, policy, base)
  if (result.ok) return result.url
  const whose = base === undefined ? 'The address cannot be fetched' : `${base.hostname} redirects astray`
  throw new FetchFailure(result.outcome, `${whose}: ${result.reason}.`)
}

/** Raw UTF-8 in a Location, common on sites in other scripts, arrives from Node as Latin-1; browsers read UTF-8. */
function asUtf8(location: string): string {
  if (!/[\u0080-\u00ff]/.test(location) || /[\u0100-\uffff]/.test(location)) return location
  try {
    const bytes = Uint8Array.from(location, (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return location
  }
}
