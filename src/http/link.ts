import type { Context } from 'hono'

/** Names the next page (RFC 8288): the same request with this cursor. */
export function linkNext(c: Context, cursor: string): void {
  const query = new URLSearchParams(c.req.query())
  query.delete('offset')
  query.set('cursor', cursor)
  c.header('Link', `<${c.req.path}?${query}>; rel="next"`)
}
