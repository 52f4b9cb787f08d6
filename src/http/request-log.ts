import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { describeError, log, useLogLevel } from '../log.ts'
import type { AppEnv } from './env.ts'
import { API_HEADERS } from './security-headers.ts'

/**
 * Logs each request as one line, and adds the headers of every response: `X-Request-Id`, `Server-Timing` (W3C) with the
 * total time and the database's part, and those of `API_HEADERS` that are not set yet. It sets them on the response
 * itself, because Hono's `c.header` copies a finished response each time.
 */
export const requestLog = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    useLogLevel(c.env)
    const started = Date.now()
    const requestId = readRequestId(c.req.header('x-request-id'))
    c.set('requestId', requestId)
    await next()
    const ms = Date.now() - started
    const { round_trips, ms: db_ms } = c.get('db')?.stats ?? { round_trips: 0, ms: 0 }
    const { headers, status } = c.res
    headers.set('X-Request-Id', requestId)
    headers.set(
      'Server-Timing',
      `total;dur=${ms}, db;dur=${db_ms};desc="${round_trips} round trip${round_trips === 1 ? '' : 's'}"`,
    )
    for (const [name, value] of API_HEADERS) if (!headers.has(name)) headers.set(name, value)
    log(status >= 500 ? 'error' : 'info', 'request', {
      request_id: requestId,
      method: c.req.method,
      route: matchedRoutes(c).findLast(({ path }) => path !== '/*')?.path ?? '/*',
      status,
      ms,
      db_ms,
      round_trips,
      ...(c.error && status >= 500 && describeError(c.error)),
    })
  })

/** The request id that the caller sent, if it is safe to log; else a new one. */
const readRequestId = (sent: string | undefined) =>
  sent !== undefined && /^[\w\-=]{1,255}$/.test(sent) ? sent : crypto.randomUUID()
