import { AppError } from '../errors.ts'
import type { HttpClient } from './connect.ts'
import type { Credential } from './credential.ts'
import { toAppError } from './failures.ts'
import type { Compile, Params, Statement } from './statement.ts'

/** What one request or job has asked of the database so far. */
export interface DatabaseStats {
  round_trips: number
  ms: number
}

/** Told of each statement that ended: for the log. */
export type StatementObserver = (event: { statement: string; ms: number; error?: unknown }) => void

/** The database as one request or job sees it: who asks, how long it may take, what it cost. */
export class Database {
  readonly stats: DatabaseStats = { round_trips: 0, ms: 0 }
  readonly #client: HttpClient
  readonly #timeoutMs: number
  readonly #credential: () => Promise<Credential | null>
  readonly #observe: StatementObserver

  /**
   * @param credential who asks, read when a statement first needs it: probes and jobs ask as nobody
   * @param timeoutMs how long one statement may take
   */
  constructor(
    client: HttpClient,
    credential: () => Promise<Credential | null>,
    timeoutMs: number,
    observe: StatementObserver = () => {},
  ) {
    this.#client = client
    this.#credential = credential
    this.#timeoutMs = timeoutMs
    this.#observe = observe
  }

  /**
   * Runs a statement: authentication, role and work in one round trip.
   * @returns the work's JSON as Postgres built it
   * @throws {AppError} `unauthenticated`, `forbidden`, `not_found` or what `toAppError` makes of a failure
   */
  async run<P extends Params, R>(statement: Statement<P, R>, params: P): Promise<R> {
    if (statement.access === 'service') {
      const [row] = await this.#query(statement, 'service', params)
      return row?.result as R
    }
    const credential = await this.#credential()
    if (credential === null) throw unauthenticated()
    const [row] = await this.#query(statement, credential.kind, { ...params, ...credential })
    if (!row?.role) throw unauthenticated()
    if (statement.access === 'admin' && row.role !== 'admin') {
      throw new AppError('forbidden', 'Only an admin may do this.')
    }
    if (row.result === null && statement.noun) {
      throw new AppError('not_found', `There is no such ${statement.noun}.`)
    }
    return row.result as R
  }

  async #query(
    statement: { name: string; compile: Compile },
    kind: Credential['kind'] | 'service',
    params: Params,
  ) {
    const { text, bind } = statement.compile(kind)
    const started = Date.now()
    this.stats.round_trips++
    let failure: unknown
    try {
      return await this.#client(text, bind(params), { signal: AbortSignal.timeout(this.#timeoutMs) })
    } catch (error) {
      failure = error
      throw toAppError(error)
    } finally {
      const ms = Date.now() - started
      this.stats.ms += ms
      this.#observe({ statement: statement.name, ms, ...(failure !== undefined && { error: failure }) })
    }
  }
}

/** RFC 6750 §3: an answer without credentials names the scheme. */
export function unauthenticated(detail = 'Send a token: Authorization: Bearer mb_…'): AppError {
  return new AppError('unauthenticated', detail, { headers: { 'WWW-Authenticate': 'Bearer' } })
}
