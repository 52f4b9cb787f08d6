import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AppError } from '../errors.ts'

/** Bodies over this many bytes are refused with 413. */
const MAX_BODY = 1024 * 1024

const HAS_NONE = /^(GET|HEAD|OPTIONS)$/

/**
 * Refuses bodies that are too large: by Content-Length, or else by what arrives.
 * @throws {AppError} `payload_too_large`
 */
export function limitBody(): MiddlewareHandler {
  const limit = bodyLimit({ maxSize: MAX_BODY, onError: refuse })
  // Nothing reads a body where none is expected, and to look for one would make a stream of it.
  return (c, next) => (HAS_NONE.test(c.req.method) ? next() : limit(c, next))
}

function refuse(): never {
  throw new AppError('payload_too_large', `A body is at most ${MAX_BODY.toLocaleString('en')} bytes here.`)
}
