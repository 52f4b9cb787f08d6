import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'

/**
 * Sets Cache-Control (RFC 9111) where the route has not: only the caller's own cache may store a response, and must
 * revalidate it. No shared cache may store one, even if its rows are public, because it would skip authentication.
 */
export const cacheControl = () =>
  createMiddleware(async (c, next) => {
    await next()
    const { headers } = c.res
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-cache')
    headers.append('Vary', 'Authorization, Cookie')
  })

/** Lets the caller reuse this response for some seconds without revalidation, for rows that seldom change. */
export function setMaxAge(c: Context, seconds: number): void {
  c.header('Cache-Control', `private, max-age=${seconds}`)
}
