import { NeonDbError } from '@neondatabase/serverless'

/**
 * What a failure says about the statement:
 * - `final`: the database has answered; asking again gives the same answer.
 * - `not_done`: it did not run or was rolled back; anything may be asked again.
 * - `unknown`: it may have been committed and only the answer was lost; what changes nothing may be asked again,
 *   and what an idempotency record keeps from happening twice.
 */
export type Verdict = 'final' | 'not_done' | 'unknown'

/**
 * The one place that decides what may be retried.
 *
 * SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html; statuses as Neon's proxy gives them
 * (proxy/src/serverless/sql_over_http.rs): 400 carries Postgres's own error, any other status a text.
 */
export function judge(error: unknown): Verdict {
  if (!(error instanceof NeonDbError)) return 'unknown'
  if (error.code) return judgeSqlState(error.code)
  if (error.sourceError) return NEVER_CONNECTED.test(systemCode(error.sourceError)) ? 'not_done' : 'unknown'
  const reply = SERVER_ERROR.exec(error.message)
  return reply ? judgeReply(Number(reply[1]), reply[2]!) : 'unknown'
}

const SERVER_ERROR = /^Server error \(HTTP status (\d+)\): (.*)/s
const NO_COMPUTE = /couldn't connect to compute|control plane request failed|too many connections? attempts/i
const NEVER_CONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/

/** Rolled back by Postgres for another's sake (serialization failure, deadlock). */
const ROLLED_BACK = ['40001', '40P01']
/** Said to those who want to connect: starting up or in recovery, all places taken, connection refused. */
const NOT_LET_IN = ['57P03', '53300', '08001', '08004']
/** Said in the middle of work, perhaps after the commit: shutdown, crash, idle session, lost connection. */
const CUT_OFF = /^(57P01|57P02|57P05|08...)$/

function judgeSqlState(code: string): Verdict {
  if (ROLLED_BACK.includes(code) || NOT_LET_IN.includes(code)) return 'not_done'
  return CUT_OFF.test(code) ? 'unknown' : 'final'
}

function judgeReply(status: number, text: string): Verdict {
  const { code, message } = readError(text)
  if (NO_COMPUTE.test(message) || status === 429) return 'not_done'
  if (code) return judgeSqlState(code)
  // Anything may have stood between: a gateway that lost the database's answer says 502, 503 or 504.
  return status >= 500 && status !== 507 ? 'unknown' : 'final'
}

function readError(text: string): { code: string; message: string } {
  try {
    const { code, message } = JSON.parse(text) as Record<string, unknown>
    return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' }
  } catch {
    return { code: '', message: text }
  }
}

/** The system's own name for a failed connection; Node nests it, workerd has none. */
function systemCode(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  if (typeof code === 'string') return code
  return cause instanceof Error ? systemCode(cause) : ''
}

/** Whether an attempt was given up because no answer came in time; the driver wraps what `fetch` throws. */
export function isTimeout(error: unknown): boolean {
  const cause = error instanceof NeonDbError ? error.sourceError : error
  return cause instanceof Error && cause.name === 'TimeoutError'
}

/** Whether the failure is that of a server which is about to answer: it starts up, or the request waited for it. */
export function isStarting(error: unknown): boolean {
  if (isTimeout(error)) return true
  if (!(error instanceof NeonDbError)) return false
  const reply = SERVER_ERROR.exec(error.message)
  return (error.code || readError(reply?.[2] ?? '').code) === '57P03'
}
