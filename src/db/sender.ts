import type { BoundQuery, Rows } from './bound-query.ts'
import { sqlState } from './classify-error.ts'
import { SQLSTATE } from './envelope.ts'
import { openSession, type SendOptions, type Servers, send } from './servers.ts'
import type { Session } from './session.ts'

/** The database statistics of one request or job. */
export interface DatabaseStats {
  round_trips: number
  ms: number
}

/** Called after each attempt of a statement, for the log. */
export type StatementObserver = (event: {
  statement: string
  ms: number
  /** 1 for the first attempt. */
  attempt: number
  /** What was sent. */
  queries: readonly BoundQuery[]
  error?: unknown
}) => void

export interface DatabaseOptions {
  /** The timeout of a statement, including all attempts and pauses. */
  timeoutMs: number
  /** The timeout of an attempt that may be retried. */
  attemptMs: number
  /** The maximum number of Idempotency-Keys per user. */
  maxKeys: number
  /** Refuses commands. */
  readOnly: boolean
  observe?: StatementObserver
}

/** The properties of a statement that matter for sending it. */
interface Sent {
  name: string
  kind: 'query' | 'command'
  isShared: boolean
  timeoutMs: number | undefined
}

/** These SQLSTATEs are regular results, not failures, so they are not logged as errors. */
const ANSWERS: ReadonlySet<string | undefined> = new Set(Object.values(SQLSTATE))

/** Sends the statements of one request or job, and counts round trips and time. */
export class Sender {
  readonly stats: DatabaseStats = { round_trips: 0, ms: 0 }
  readonly #servers: Servers
  readonly #options: DatabaseOptions
  /** The id of the caller's last write transaction, which results must include. */
  readonly #written: string | undefined

  constructor(servers: Servers, options: DatabaseOptions, written: string | undefined) {
    this.#servers = servers
    this.#options = options
    this.#written = written
  }

  /**
   * Sends the queries of a statement's transaction, with retries and failover (see `send` in servers.ts).
   * @param keyed whether it has an Idempotency-Key, so that a retry cannot run it twice
   * @returns the rows of each query
   * @throws the last failure as the driver gave it
   */
  async send(statement: Sent, queries: readonly BoundQuery[], keyed: boolean): Promise<Rows[]> {
    const { name, kind, isShared } = statement
    const reads = kind === 'query'
    const sending = { queries, reads, repeatable: reads || keyed, isShared, written: this.#written }
    return send(this.#servers, sending, this.#limits(name, queries, statement.timeoutMs))
  }

  /**
   * Opens a read-only session that begins with a query.
   * @returns the session and the rows of that query
   * @throws the last failure as the driver gave it
   */
  async open(first: BoundQuery): Promise<{ session: Session; rows: Rows }> {
    const opening = { queries: [first], written: this.#written }
    const { session, results } = await openSession(this.#servers, opening, this.#limits('session', [first]))
    return { session, rows: results[0] ?? [] }
  }

  #limits(name: string, queries: readonly BoundQuery[], most = this.#options.timeoutMs): SendOptions {
    const { timeoutMs, attemptMs, observe } = this.#options
    return {
      timeoutMs: Math.min(timeoutMs, most),
      attemptMs: Math.min(attemptMs, most / 2),
      observe: ({ ms, attempt, error }) => {
        this.stats.round_trips++
        this.stats.ms += ms
        const isFailure = error !== undefined && !ANSWERS.has(sqlState(error))
        observe?.({ statement: name, ms, attempt, queries, ...(isFailure && { error }) })
      },
    }
  }
}
