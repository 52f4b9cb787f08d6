import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import { readConfig } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { describeError, log } from '../log.ts'
import { readCredential } from './authenticate.ts'
import type { AppEnv } from './env.ts'

/** Reads the configuration and gives the request its view of the database. */
export const requestContext = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    const config = readConfig(c.env)
    c.set('config', config)
    const credential = () => readCredential(c.req.raw, config.isLocalDatabase)
    c.set('db', openDatabase(config, { request_id: c.get('requestId') }, credential))
    await next()
  })

/** One log line a request, and `Server-Timing` (W3C) with the time spent and the database's part of it. */
export const requestLog = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    const started = Date.now()
    await next()
    const ms = Date.now() - started
    const stats = c.get('db')?.stats ?? { ms: 0, round_trips: 0 }
    c.header(
      'Server-Timing',
      `total;dur=${ms}, db;dur=${stats.ms};desc="${stats.round_trips} round trip${stats.round_trips === 1 ? '' : 's'}"`,
    )
    const status = c.res.status
    log(status >= 500 ? 'error' : 'info', 'request', {
      request_id: c.get('requestId'),
      method: c.req.method,
      route: routePath(c, -1),
      status,
      ms,
      db_ms: stats.ms,
      round_trips: stats.round_trips,
      ...(c.error && status >= 500 && describeError(c.error)),
    })
  })
