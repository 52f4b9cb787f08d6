import { NeonDbError } from '@neondatabase/serverless'
import type { Variant } from './compose.ts'
import type { Query } from './connect.ts'
import { readOnly, toAppError } from './failures.ts'
import { type Sending, type Servers, send } from './servers.ts'
import type { Params, Statement } from './statement.ts'

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
  error?: unknown
}) => void

export interface DatabaseOptions {
  /** How long one statement may take, all attempts and pauses included. */
  timeoutMs: number
  /** How long one attempt may take, where another may follow. */
  attemptMs: number
  /** Refuses whatever would change something. */
  readOnly: boolean
  /** Whether what a request runs stands behind row-level security. */
  rowLevelSecurity: boolean
  observe?: StatementObserver
}

/** What a statement answers beside its result; see `compose`. */
export interface Answer {
  identity?: { id: number; role: string; stale_token_id: number | null } | null
  replay?: { fingerprint: string; response: string } | null
  matches?: boolean | null
  refused?: boolean
  written?: string
  result: unknown
}

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
   * Sends a statement in one of its forms, after what sets its transaction up, again and elsewhere as failures allow. A
   * keyed one that lost to another with the same key is run once more, and finds the winner's answer.
   * @throws {AppError} what `toAppError` makes of a failure, or `read_only` where only reads are served for now
   */
  async query<P extends Params, R>(
    statement: Statement<P, R>,
    variant: Variant,
    params: Params,
    before?: Query,
  ): Promise<Answer> {
    const { text, bind } = statement.compile(variant)
    const { reads, isShared } = statement
    const repeatable = reads || variant.keyed
    const written = this.#written
    const sending = { query: { text, params: bind(params) }, before, reads, repeatable, isShared, written }
    try {
      return await this.#send(statement, sending).catch((error: unknown) => {
        if (isLostKey(error) || (variant.keyed && isTaken(error))) return this.#send(statement, sending)
        throw error
      })
    } catch (error) {
      const shown = toAppError(error)
      // Whoever reads is served by the replica: only changes have to wait.
      throw shown.code === 'database_unavailable' && this.#servers.replica && !reads ? readOnly(error) : shown
    }
  }

  async #send(
    statement: { name: string; patienceMs: number | undefined },
    sending: Sending,
  ): Promise<Answer> {
    const { timeoutMs, attemptMs, observe } = this.#options
    const { name, patienceMs = timeoutMs } = statement
    const options = {
      timeoutMs: Math.min(timeoutMs, patienceMs),
      attemptMs: Math.min(attemptMs, patienceMs / 2),
      observe: ({ ms, attempt, error }: { ms: number; attempt: number; error?: unknown }) => {
        this.stats.round_trips++
        this.stats.ms += ms
        const isFailure = error !== undefined && !isLostKey(error)
        observe?.({ statement: name, ms, attempt, ...(isFailure && { error }) })
      },
    }
    return (await send(this.#servers, sending, options)) as unknown as Answer
  }
}

/** Another had the value first; with the same key, perhaps, whose answer is on record then. */
const isTaken = (error: unknown) => error instanceof NeonDbError && error.code === '23505'

/** See `record` in compose.ts. */
const isLostKey = (error: unknown) =>
  error instanceof NeonDbError && error.code === '23502' && error.table === 'idempotency_keys'
