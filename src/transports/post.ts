import { retryAfterSeconds } from '../ingest/fetch/freshness.ts'
import { readLimited } from '../ingest/fetch/read-body.ts'

/** Milliseconds that another side has for its answer. */
const TIMEOUT_MS = 15_000
/** So much of an answer is read, in bytes. */
const MAX_ANSWER = 16 * 1024

export interface Posted {
  status: number
  headers: Headers
  /** The beginning of the body. */
  text: string
  retry_after_s: number | null
}

/**
 * Sends a request and reads a little of its answer. Redirects are not followed: they could lead anywhere.
 * @throws what fetch does, or a TimeoutError
 */
export async function post(
  url: string,
  init: { headers: Record<string, string>; body: string | ArrayBuffer | Uint8Array<ArrayBuffer> },
): Promise<Posted> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const response = await fetch(url, { method: 'POST', redirect: 'manual', signal, ...init })
  const { bytes } = await readLimited(response.body, { maxBytes: MAX_ANSWER, signal })
  return {
    status: response.status,
    headers: response.headers,
    text: new TextDecoder().decode(bytes),
    retry_after_s: retryAfterSeconds(response.headers, new Date()),
  }
}

/** Whether it may be taken when it is sent again: the other side is busy, or in trouble. */
export const isTemporary = (status: number) =>
  status === 408 || status === 425 || status === 429 || status >= 500

/** A network's failure in words; its own may hold an address with a secret in it. */
export const describeFailure = (error: unknown) =>
  error instanceof Error && error.name === 'TimeoutError'
    ? 'It did not answer in time.'
    : 'It cannot be reached.'
