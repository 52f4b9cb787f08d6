import { createMiddleware } from 'hono/factory'
import { AppError } from '../errors.ts'
import type { AppEnv } from './env.ts'

const SAFE = /^(GET|HEAD|OPTIONS)$/

/**
 * Refuses what another site's page makes a browser send: every unsafe request that could ride on the cookie, or on the
 * laptop's demo user. By Fetch Metadata (Sec-Fetch-Site) where the browser sends it, which all have since 2023, else by
 * Origin. A request with neither comes from no browser; one with a token rides on nothing.
 *
 * The algorithm is that of Go's http.CrossOriginProtection (https://words.filippo.io/csrf/).
 * @throws {AppError} `forbidden`
 */
export const refuseCrossOrigin = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (!SAFE.test(c.req.method) && c.req.header('authorization') === undefined) {
      const site = c.req.header('sec-fetch-site')
      const origin = c.req.header('origin')
      const isOwn =
        site === undefined
          ? origin === undefined || origin === new URL(c.req.url).origin
          : site === 'same-origin' || site === 'none'
      if (!isOwn)
        throw new AppError('forbidden', 'This came from a page of another site. Send a token instead.')
    }
    await next()
  })
