import type { Context } from 'hono'
import { toHex } from './hash.ts'

const ENTITY_TAG = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g
const WRITES = /^(PUT|PATCH|DELETE)$/

/**
 * Sets the ETag of a response with one row (RFC 9110 §8.8.3) to the row's `updated_at`. Do not use it for rows joined
 * from several tables: they can change while this row's `updated_at` stays.
 * @returns the row, for the response body
 */
export function withETag<Row extends { updated_at: string }>(c: Context, row: Row): Row {
  c.header('ETag', `"${row.updated_at}"`)
  return row
}

/**
 * Sets the ETag of a list to a digest of its rows' ids and versions, so that it changes when a row is added, removed,
 * moved or changed. Hashing the complete rows would cost far more.
 * @param rows all rows of the response, in its order
 * @returns the rows, for the response body
 */
export async function withListETag<Row extends { id: number; updated_at: string }>(
  c: Context,
  rows: Row[],
): Promise<Row[]> {
  const versions = rows.map(({ id, updated_at }) => `${id} ${updated_at}`).join()
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(versions))
  c.header('ETag', `"${toHex(digest).slice(0, 32)}"`)
  return rows
}

/**
 * Reads If-Match (RFC 9110 §13.1.1): the row is changed only if it has one of these versions; `*` means that it only has
 * to exist. Weak tags never match here (§8.8.3.2).
 * @returns undefined when the request has no such condition
 */
export function readIfMatch(c: Context): string[] | '*' | undefined {
  const header = c.req.header('if-match')
  if (header === undefined || !WRITES.test(c.req.method)) return undefined
  if (header.trim() === '*') return '*'
  return [...header.matchAll(ENTITY_TAG)].filter(([, weak]) => !weak).map(([, , tag]) => tag!.slice(1, -1))
}

/**
 * The 304 response when If-None-Match names the ETag of the response (RFC 9110 §13.1.2). Weak tags match here.
 * @returns undefined when it does not
 */
export function notModifiedReply(c: Context): Response | undefined {
  const etag = c.res.ok ? c.res.headers.get('ETag') : null
  const header = c.req.header('if-none-match')
  if (etag === null || header === undefined || !/^(GET|HEAD)$/.test(c.req.method)) return undefined
  const matches = header.trim() === '*' || [...header.matchAll(ENTITY_TAG)].some(([, , tag]) => tag === etag)
  return matches ? new Response(null, { status: 304, headers: { ETag: etag } }) : undefined
}
