import type { Context, MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { readConfig } from '../config.ts'
import { AppError } from '../errors.ts'
import type { AppEnv } from './env.ts'

const SAFE = /^(GET|HEAD|OPTIONS)$/

/** CORS (Fetch standard §3.2) for the origins of CORS_ORIGINS; who sends no Origin is no page, and needs none of it. */
export function allowOrigins(): MiddlewareHandler<AppEnv> {
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
 * Refuses what another site's page makes a browser send: every unsafe request that could ride on the cookie, or on the
 * laptop's demo user. By Fetch Metadata (Sec-Fetch-Site) where the browser sends it, which all have since 2023, else by
 * Origin. A request with neither comes from no browser; one with a token rides on nothing.
 *
 * The algorithm is that of Go's http.CrossOriginProtection (https://words.filippo.io/csrf/).
 * @throws {AppError} `forbidden`
 */
export const refuseCrossOrigin = (): MiddlewareHandler<AppEnv> => (c, next) => {
  if (!SAFE.test(c.req.method) && c.req.header('authorization') === undefined && !isOwn(c)) {
    throw new AppError('forbidden', 'This came from a page of another site. Send a token instead.')
  }
  return next()
}

function isOwn(c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = c.req.header('origin')
  return origin === undefined || origin === new URL(c.req.url).origin
}
