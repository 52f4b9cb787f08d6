import type { Context } from 'hono'

const ENTITY_TAG = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g
const WRITES = /^(PUT|PATCH|DELETE)$/

/**
 * The entity tags of If-Match (RFC 9110 §13.1.1), of which the row must have one before it is changed; `*` asks for no
 * more than that the row is there. Weak tags never match here (§8.8.3.2).
 * @returns undefined when the request sets no condition
 */
export function readIfMatch(c: Context): string[] | '*' | undefined {
  const header = c.req.header('if-match')
  if (header === undefined || !WRITES.test(c.req.method)) return undefined
  if (header.trim() === '*') return '*'
  return [...header.matchAll(ENTITY_TAG)].filter(([, weak]) => !weak).map(([, , tag]) => tag!.slice(1, -1))
}

/** Whether If-None-Match names what the client has already (RFC 9110 §13.1.2): weak tags match here, too. */
export function isNotModified(c: Context, etag: string): boolean {
  const header = c.req.header('if-none-match')
  if (header === undefined || !/^(GET|HEAD)$/.test(c.req.method)) return false
  return header.trim() === '*' || [...header.matchAll(ENTITY_TAG)].some(([, , tag]) => tag === etag)
}
