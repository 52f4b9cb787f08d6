import type { MiddlewareHandler } from 'hono'
import { readConfig } from '../config.ts'
import { isLoopback } from '../database-url.ts'
import { AppError } from '../errors.ts'
import type { AppEnv } from './env.ts'

/**
 * Keeps requests off plain http, but on this very machine (by the address that was asked for, or the database's, which no
 * deployed function reaches there): who only asks to read is sent to https; whoever sends
 * something, or a token, is refused, so that what has travelled in the open is noticed and not repeated in silence.
 * @throws {AppError} `forbidden`
 */
export const requireHttps = (): MiddlewareHandler<AppEnv> => async (c, next) => {
  if (!c.req.url.startsWith('http:')) return next()
  const url = new URL(c.req.url)
  const database = new URL(readConfig(c.env).databaseUrl)
  if (isLoopback(url.hostname) || isLoopback(database.hostname)) return next()
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (!reads || c.req.header('authorization') !== undefined) {
    throw new AppError(
      'forbidden',
      'This came over plain http, where anybody on the way can read it. Use https, and make new tokens for those that were sent.',
    )
  }
  url.protocol = 'https:'
  return c.redirect(url.href, 308)
}
