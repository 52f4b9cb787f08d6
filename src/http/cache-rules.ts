import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { toHex } from './authenticate.ts'

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

/**
 * The entity tag of a list (RFC 9110 §8.8.3): a digest of which rows it has, and in which version, so that it changes
 * when a row comes, goes, moves or changes. The rows themselves would be far more to digest.
 * @param rows as the reply has them, whole and in order
 */
export async function listETag(rows: readonly { id: number; updated_at: string }[]): Promise<string> {
  const versions = rows.map(({ id, updated_at }) => `${id} ${updated_at}`).join()
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(versions))
  return `"${toHex(digest).slice(0, 32)}"`
}
