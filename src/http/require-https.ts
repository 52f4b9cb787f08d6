import type { MiddlewareHandler } from 'hono'
import { readConfig } from '../config.ts'
import { isLoopback } from '../database-url.ts'
import { AppError } from '../errors.ts'
import type { AppEnv } from './env.ts'

/**
 * Refuses plain http, except on this machine (the host of the request or of the database is a loopback address). Reads
 * without a token are redirected to https. Writes and tokens are refused instead, so that the client notices that they
 * were sent unencrypted.
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
