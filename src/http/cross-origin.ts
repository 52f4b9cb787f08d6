import type { Context, MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { readConfig } from '../config.ts'
import { AppError } from '../errors.ts'
import type { AppEnv } from './env.ts'
import { isSafe } from './safe-method.ts'

/** CORS (Fetch standard §3.2) for the origins in CORS_ORIGINS. Requests without Origin come from no page and skip it. */
export function corsForOrigins(): MiddlewareHandler<AppEnv> {
  const allow = cors({
    origin: (origin, c) => (readConfig(c.env).corsOrigins.includes(origin) ? origin : null),
    exposeHeaders: [
      'ETag',
      'Last-Write',
      'Link',
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'Server-Timing',
      'X-Request-Id',
    ],
    maxAge: 3600,
  })
  return async (c, next) => {
    if (c.req.method === 'OPTIONS' || c.req.header('origin') !== undefined) return allow(c, next)
    await next()
    c.res.headers.append('Vary', 'Origin')
  }
}

/**
 * CSRF protection: refuses unsafe requests that a page of another site makes a browser send, because the browser would
 * add the session cookie, or because the laptop would take them for the demo user's. It checks Sec-Fetch-Site, which all
 * browsers send since 2023, else Origin. A request with neither does not come from a browser, and one with a token
 * needs no protection, since browsers do not add tokens by themselves.
 *
 * On a laptop the pages in CORS_ORIGINS may act as the demo user, for developing a client there; but never with the cookie
 * of somebody who has signed in.
 *
 * This is the algorithm of Go's http.CrossOriginProtection (https://words.filippo.io/csrf/).
 * @throws {AppError} `forbidden`
 */
export const csrfProtection = (): MiddlewareHandler<AppEnv> => (c, next) => {
  if (
    !isSafe(c.req.method) &&
    c.req.header('authorization') === undefined &&
    !isOwn(c) &&
    !isLaptopClient(c)
  ) {
    throw new AppError('forbidden', 'This came from a page of another site. Send a token instead.')
  }
  return next()
}

function isLaptopClient(c: Context<AppEnv>): boolean {
  const origin = c.req.header('origin')
  if (origin === undefined || c.req.header('cookie') !== undefined) return false
  const { hasDemoUser, corsOrigins } = readConfig(c.env)
  return hasDemoUser && corsOrigins.includes(origin)
}

function isOwn(c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = c.req.header('origin')
  return origin === undefined || origin === new URL(c.req.url).origin
}
