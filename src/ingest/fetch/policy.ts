/** What one fetch may cost and where it may go. */
export interface FetchPolicy {
  /** Sent as `User-Agent`; see {@link userAgent}. */
  userAgent: string
  /** Milliseconds for the whole fetch: every hop and the body. */
  timeoutMs: number
  /** Bytes of a body, counted while it streams, before and after decompression. */
  maxBytes: number
  /** Hops followed after the first request. */
  maxRedirects: number
  /** Exact origins (`http://127.0.0.1:8790`) freed from the port and address rules; empty in production. */
  allowedOrigins: readonly string[]
  /** Stands in for the runtime's fetch. */
  fetch?: typeof fetch
  /** Stands in for the clock. */
  now?: () => Date
}

/** Limits of the ingest: 10 s in all, 5 MiB, 5 hops. */
export const FETCH_LIMITS = { timeoutMs: 10_000, maxBytes: 5 * 1024 * 1024, maxRedirects: 5 } as const

/**
 * The product's honest `User-Agent` (RFC 9110 §10.1.5): its name, its version and whom to write to.
 *
 * @param contact a URL or mail address of the operator
 */
export function userAgent({ version, contact }: { version: string; contact: string }): string {
  const printable = (text: string) => text.replace(/[^\x20-\x27\x2a-\x7e]/g, '').trim()
  const link = contact.startsWith('http') ? '+' : ''
  return `MorningBrief/${printable(version)} (feed reader; ${link}${printable(contact)})`
}
