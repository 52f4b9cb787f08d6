import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'

/**
 * Who may keep a reply (RFC 9111): the caller alone, who asks before using it again, unless the route says otherwise.
 * A reply is never another's, also where its rows are everybody's: who asks is proved by the statement that reads them.
 */
export const cacheRules = () =>
  createMiddleware(async (c, next) => {
    await next()
    const { headers } = c.res
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-cache')
    headers.append('Vary', 'Authorization, Cookie')
  })

/** Lets the caller use this reply again for so many seconds without asking, for rows that seldom change. */
export function allowReuse(c: Context, seconds: number): void {
  c.header('Cache-Control', `private, max-age=${seconds}`)
}
