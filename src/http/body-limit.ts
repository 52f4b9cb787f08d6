import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AppError } from '../errors.ts'

/** In bytes. */
const MAX_BODY = 1024 * 1024

const WITHOUT_BODY = /^(GET|HEAD|OPTIONS)$/

/**
 * Refuses a body over 1 MiB with 413. Without Content-Length the bytes are counted as they arrive.
 * @throws {AppError} `payload_too_large`
 */
export function limitBody(): MiddlewareHandler {
  const limit = bodyLimit({ maxSize: MAX_BODY, onError: refuse })
  // Skip requests without a body: accessing it would create a stream for nothing.
  return (c, next) => (WITHOUT_BODY.test(c.req.method) ? next() : limit(c, next))
}

function refuse(): never {
  throw new AppError('payload_too_large', `A body is at most ${MAX_BODY.toLocaleString('en')} bytes here.`)
}
