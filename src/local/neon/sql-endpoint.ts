import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { parseConnectionString } from './credentials.ts'
import { errorReply, HttpError } from './errors.ts'
import type { SessionPool, Waiter } from './pool.ts'
import { type OutputFormat, resultToJson } from './results.ts'
import type { Session } from './session.ts'
import { parseStatements } from './statements.ts'

/** The largest request and response bodies in bytes; larger ones are refused with 413 and 507. */
export interface BodyLimits {
  maxRequestBytes: number
  maxResponseBytes: number
}

const ISOLATION: Record<string, string> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
}

/**
 * Handles POST /sql like Neon's proxy (proxy/src/serverless/sql_over_http.rs): one statement, or a batch in one
 * transaction. If the client disconnects, its query is cancelled.
 */
export async function answerSql(
  request: IncomingMessage,
  response: ServerResponse,
  pool: SessionPool,
  limits: BodyLimits,
) {
  const waiter: Waiter & { session?: Session } = { isGone: false }
  response.once('close', () => {
    if (response.writableEnded) return
    waiter.isGone = true
    void waiter.session?.cancel()
  })
  try {
    await answer(request, response, pool, limits, waiter)
  } catch (error) {
    const { status, body } = errorReply(error)
    reply(response, status, body)
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pool: SessionPool,
  { maxRequestBytes, maxResponseBytes }: BodyLimits,
  waiter: Waiter & { session?: Session },
): Promise<void> {
  const { headers } = request
  // Read the whole body even if it is refused: a response before its end would reset the client's connection.
  const body = await readBody(request, maxRequestBytes)
  const who = parseConnectionString(header(headers, 'neon-connection-string'))
  const transaction = transactionModes(headers)
  const { statements, isBatch } = parseStatements(body)
  const format: OutputFormat = {
    rawText: headers['neon-raw-text-output'] === 'true',
    arrayMode: headers['neon-array-mode'] === 'true',
  }
  const session = await pool.acquire(who, waiter)
  if (!session) return
  waiter.session = session
  try {
    const begin = isBatch ? `START TRANSACTION ${transaction.sql}` : undefined
    const results = await session.run({ statements, begin, maxResponseBytes })
    const written = results.map((result, i) => resultToJson(result, statements[i]!, format))
    reply(
      response,
      200,
      isBatch ? `{"results":[${written.join(',')}]}` : written[0]!,
      isBatch ? transaction.headers : undefined,
    )
  } finally {
    delete waiter.session
    pool.release(who, session)
  }
}

function transactionModes(headers: IncomingHttpHeaders): { sql: string; headers: Record<string, string> } {
  const level = header(headers, 'neon-batch-isolation-level')
  if (level !== undefined && !Object.hasOwn(ISOLATION, level))
    throw new HttpError(400, 'invalid isolation level')
  const modes: string[] = []
  const echo: Record<string, string> = {}
  if (level !== undefined) {
    modes.push(`ISOLATION LEVEL ${ISOLATION[level]}`)
    echo['neon-batch-isolation-level'] = level
  }
  for (const [name, mode] of [
    ['neon-batch-read-only', 'READ ONLY'],
    ['neon-batch-deferrable', 'DEFERRABLE'],
  ] as const) {
    if (headers[name] !== 'true') continue
    modes.push(mode)
    echo[name] = 'true'
  }
  return { sql: modes.join(', '), headers: echo }
}

function readBody(request: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('end', () => {
      if (size > limit) reject(new HttpError(413, `request is too large (max is ${limit} bytes)`))
      else resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString())
    })
    request.on('error', () => reject(new HttpError(400, 'could not read the HTTP request body')))
  })
}

/** Writes a JSON response. With Content-Length set, headers and body are sent in one packet. */
export function reply(
  response: ServerResponse,
  status: number,
  body: string,
  headers?: Record<string, string>,
): void {
  if (response.destroyed || response.headersSent) return
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'access-control-allow-origin': '*',
      ...headers,
    })
    .end(body)
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
