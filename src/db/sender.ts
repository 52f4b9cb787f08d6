import type { BoundQuery, Rows } from './bound-query.ts'
import { sqlState } from './classify-error.ts'
import { SQLSTATE } from './envelope.ts'
import { openSession, type SendOptions, type Servers, send } from './servers.ts'
import type { Session } from './session.ts'

/** What one request or job has asked of the database so far. */
export interface DatabaseStats {
  round_trips: number
  ms: number
}

/** Told of each statement that ended: for the log. */
export type StatementObserver = (event: {
  statement: string
  ms: number
  /** 1, or more for a retry. */
  attempt: number
  /** What was sent. */
  queries: readonly BoundQuery[]
  error?: unknown
}) => void

export interface DatabaseOptions {
  /** How long one statement may take, all attempts and pauses included. */
  timeoutMs: number
  /** How long one attempt may take, where another may follow. */
  attemptMs: number
  /** How many Idempotency-Keys of one user are kept. */
  maxKeys: number
  /** Refuses whatever would change something. */
  readOnly: boolean
  observe?: StatementObserver
}

/** What the sender must know of a statement. */
interface Sent {
  name: string
  kind: 'query' | 'command'
  isShared: boolean
  timeoutMs: number | undefined
}

/** Refusals are answers: nothing has failed. */
const ANSWERS: ReadonlySet<string | undefined> = new Set(Object.values(SQLSTATE))

/** Sends the statements of one request or job, and keeps account of what they cost. */
export class Sender {
  readonly stats: DatabaseStats = { round_trips: 0, ms: 0 }
  readonly #servers: Servers
  readonly #options: DatabaseOptions
  /** The transaction that the caller has written last, and must see. */
  readonly #written: string | undefined

  constructor(servers: Servers, options: DatabaseOptions, written: string | undefined) {
    this.#servers = servers
    this.#options = options
    this.#written = written
  }

  /**
   * Sends the queries of a statement's transaction, again and elsewhere as failures allow.
   * @param keyed whether an idempotency record keeps it from being done twice
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
