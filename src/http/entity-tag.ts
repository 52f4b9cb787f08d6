import type { Context } from 'hono'
import { toHex } from './hash.ts'

const ENTITY_TAG = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g
const WRITES = /^(PUT|PATCH|DELETE)$/

/**
 * Gives the reply the entity tag of its one row (RFC 9110 §8.8.3): the row's `updated_at`, which changes with it. What is
 * joined to a row changes without it, so a composition has no tag.
 * @returns the row, to be answered with
 */
export function withETag<Row extends { updated_at: string }>(c: Context, row: Row): Row {
  c.header('ETag', `"${row.updated_at}"`)
  return row
}

/**
 * Gives the reply the entity tag of a list: a digest of which rows it has, and in which version, so that it changes when a
 * row comes, goes, moves or changes. The rows themselves would be far more to digest.
 * @param rows as the reply has them, whole and in order
 * @returns the rows, to be answered with
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
 * The versions of If-Match (RFC 9110 §13.1.1), of which the row must have one before it is changed; `*` asks for no more
 * than that the row is there. Weak tags never match here (§8.8.3.2).
 * @returns undefined when the request sets no condition
 */
export function readIfMatch(c: Context): string[] | '*' | undefined {
  const header = c.req.header('if-match')
  if (header === undefined || !WRITES.test(c.req.method)) return undefined
  if (header.trim() === '*') return '*'
  return [...header.matchAll(ENTITY_TAG)].filter(([, weak]) => !weak).map(([, , tag]) => tag!.slice(1, -1))
}

/**
 * Answers 304 to whoever has the reply already (RFC 9110 §13.1.2): weak tags match here, too.
 * @returns undefined when the caller has it not
 */
export function notModifiedReply(c: Context): Response | undefined {
  const etag = c.res.ok ? c.res.headers.get('ETag') : null
  const header = c.req.header('if-none-match')
  if (etag === null || header === undefined || !/^(GET|HEAD)$/.test(c.req.method)) return undefined
  const matches = header.trim() === '*' || [...header.matchAll(ENTITY_TAG)].some(([, , tag]) => tag === etag)
  return matches ? new Response(null, { status: 304, headers: { ETag: etag } }) : undefined
}
