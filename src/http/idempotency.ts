import type { Context } from 'hono'
import { AppError } from '../errors.ts'
import { toHex } from './hash.ts'

const HEADER = 'Idempotency-Key'

const WRITES = /^(POST|PUT|PATCH|DELETE)$/

/**
 * Reads the Idempotency-Key of a change, and computes the fingerprint of the request: SHA-256 over method, path, query
 * and body (draft-ietf-httpapi-idempotency-key-header-07). The quotes around the key are optional. PUT and DELETE take a
 * key although they are idempotent, because only then does a retry get the response that was lost.
 * @throws {AppError} `invalid_request` when the key is empty, over 255 characters, or not printable ASCII
 */
export async function readIdempotency(c: Context): Promise<{ key: string; fingerprint: string } | undefined> {
  const header = WRITES.test(c.req.method) ? c.req.header(HEADER) : undefined
  if (header === undefined) return undefined
  const key = /^"(.*)"$/.exec(header.trim())?.[1]?.replace(/\\(["\\])/g, '$1') ?? header.trim()
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new AppError('invalid_request', `${HEADER} must have 1 to 255 printable ASCII characters.`, {
      errors: [{ pointer: `#/header/${HEADER}`, message: 'must have 1 to 255 printable ASCII characters' }],
    })
  }
  const { pathname, search } = new URL(c.req.url)
  const head = new TextEncoder().encode(`${c.req.method} ${pathname}${search}\n`)
  const body = new Uint8Array(await c.req.arrayBuffer())
  const whole = new Uint8Array(head.length + body.length)
  whole.set(head)
  whole.set(body, head.length)
  return { key, fingerprint: toHex(await crypto.subtle.digest('SHA-256', whole)) }
}
