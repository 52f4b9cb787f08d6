import { DatabaseError, NeonDbError } from '@neondatabase/serverless'
import * as z from 'zod'

/**
 * What a failure says about the statement:
 * - `final`: the database has answered; a retry would get the same answer.
 * - `not_done`: it did not run, or was rolled back; anything may be retried.
 * - `unknown`: it may have been committed and only the answer was lost; what changes nothing may be asked again,
 *   and what an idempotency record keeps from happening twice.
 */
export type FailureKind = 'final' | 'not_done' | 'unknown'

/**
 * The one place that decides what may be retried.
 *
 * SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html; statuses as Neon's proxy gives them
 * (proxy/src/serverless/sql_over_http.rs): 400 carries Postgres's own error, any other status a text.
 */
export function classifyError(error: unknown): FailureKind {
  if (isDatabaseError(error) && error.code) return classifySqlState(error.code)
  if (!(error instanceof NeonDbError)) return 'unknown'
  if (error.sourceError) return NEVER_CONNECTED.test(systemCode(error.sourceError)) ? 'not_done' : 'unknown'
  const reply = SERVER_ERROR.exec(error.message)
  return reply ? classifyReply(Number(reply[1]), reply[2]!) : 'unknown'
}

/** Whether it is an error that Postgres reported, over HTTP or in a session. */
export const isDatabaseError = (error: unknown): error is NeonDbError | DatabaseError =>
  error instanceof NeonDbError || error instanceof DatabaseError

const SERVER_ERROR = /^Server error \(HTTP status (\d+)\): (.*)/s
const NO_COMPUTE = /couldn't connect to compute|control plane request failed|too many connections? attempts/i
const NEVER_CONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/

/** Rolled back because of another transaction: serialization failure, deadlock, lock timeout. */
const ROLLED_BACK = ['40001', '40P01', '55P03']
/** Connection not accepted: starting up or in recovery, too many connections, connection refused. */
const NOT_LET_IN = ['57P03', '53300', '08001', '08004']
/** Connection lost during the statement, perhaps after its commit: shutdown, crash, idle timeout. */
const CUT_OFF = /^(57P01|57P02|57P05|08...)$/

function classifySqlState(code: string): FailureKind {
  if (ROLLED_BACK.includes(code) || NOT_LET_IN.includes(code)) return 'not_done'
  return CUT_OFF.test(code) ? 'unknown' : 'final'
}

function classifyReply(status: number, text: string): FailureKind {
  const { code, message } = readError(text)
  if (NO_COMPUTE.test(message) || status === 429) return 'not_done'
  if (code) return classifySqlState(code)
  // Anything may have stood between: a gateway that lost the database's answer says 502, 503 or 504.
  return status >= 500 && status !== 507 ? 'unknown' : 'final'
}

function readError(text: string): { code: string; message: string } {
  try {
    return ErrorReply.parse(JSON.parse(text))
  } catch {
    return { code: '', message: text }
  }
}

const ErrorReply = z.object({ code: z.string().catch(''), message: z.string().catch('') })

/** The system's own name for a failed connection; Node nests it, workerd has none. */
export function systemCode(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause instanceof Error ? systemCode(error.cause) : ''
}

/** The five-character SQLSTATE of a database error, or undefined when Postgres never answered. */
export function sqlState(error: unknown): string | undefined {
  const code = isDatabaseError(error) ? error.code : undefined
  return code && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** Whether Postgres rolled it back because of another transaction, so the server itself is fine. */
export const isRolledBack = (error: unknown) => ROLLED_BACK.includes(sqlState(error) ?? '')

/** Whether the attempt timed out; the driver wraps what `fetch` throws. */
export function isTimeout(error: unknown): boolean {
  const cause = error instanceof NeonDbError ? error.sourceError : error
  return cause instanceof Error && cause.name === 'TimeoutError'
}

/** Whether the response exceeded Neon's limit for HTTP; a retry would be as large. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof NeonDbError && SERVER_ERROR.exec(error.message)?.[1] === '507'
}

/** Whether the server is about to be available: it is starting up, or the request timed out waiting for it. */
export function isStarting(error: unknown): boolean {
  if (isTimeout(error)) return true
  if (!(error instanceof NeonDbError)) return false
  const reply = SERVER_ERROR.exec(error.message)
  return (error.code || readError(reply?.[2] ?? '').code) === '57P03'
}
