import { NeonDbError } from '@neondatabase/serverless'
import { AppError } from '../errors.ts'
import type { Variant } from './compose.ts'
import type { Query } from './connect.ts'
import { enterAs } from './credential.ts'
import { readOnly, toAppError } from './failures.ts'
import { type Sending, type Servers, send } from './servers.ts'
import type { Params, Statement } from './statement.ts'
import { NO_TERMS, type Terms } from './terms.ts'

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
interface Answer {
  identity?: { id: number; role: string; stale_token_id: number | null } | null
  replay?: { fingerprint: string; response: string } | null
  matches?: boolean | null
  refused?: boolean
  written?: string
  result: unknown
}

/** The database as one request or job sees it: who asks, on which terms, how long it may take, what it cost. */
export class Database {
  readonly stats: DatabaseStats = { round_trips: 0, ms: 0 }
  /** The entity tag of the row that was read or written last. */
  etag: string | undefined
  /** Whether the result is that of an earlier request with the same Idempotency-Key. */
  isReplay = false
  readonly #servers: Servers
  readonly #options: DatabaseOptions
  readonly #terms: Terms
  #keyIsUsed = false

  constructor(servers: Servers, options: DatabaseOptions, terms: Terms = NO_TERMS) {
    this.#servers = servers
    this.#options = options
    this.#terms = terms
  }

  /**
   * Runs a statement: authentication, role, conditions, work and idempotency record in one round trip.
   * @returns the work's JSON as Postgres built it
   * @throws {AppError} `read_only`, `unauthenticated`, `forbidden`, `not_found`, `precondition_failed`, `idempotency_key_reused`,
   *   what a missing result means, or what `toAppError` makes of a failure
   */
  async run<P extends Params, R>(statement: Statement<P, R>, params: P): Promise<R> {
    if (this.#options.readOnly && !statement.reads) throw readOnly()
    if (statement.access === 'service') {
      const variant = { credential: 'service', keyed: false, guarded: false, tracked: false } as const
      return (await this.#query(statement, variant, params)).result as R
    }
    const { idempotency, ifMatch, onTokenUse, onWritten } = this.#terms
    const credential = await this.#terms.credential()
    if (credential === null) throw unauthenticated()
    const keyed = idempotency !== undefined && !statement.reads && !this.#keyIsUsed
    const guarded =
      ifMatch !== undefined && !statement.reads && (ifMatch !== '*' || statement.guards !== undefined)
    if (guarded && !statement.guards) {
      throw new AppError('precondition_failed', 'This has no ETag to match. Send it without If-Match.')
    }
    const tracked = onWritten !== undefined && this.#servers.replica !== null && !statement.reads
    const variant = { credential: credential.kind, keyed, guarded, tracked }
    const before = this.#options.rowLevelSecurity ? enterAs(credential) : undefined
    const given = {
      ...params,
      ...(credential.kind !== 'demo' && { token_hash: credential.token_hash }),
      ...(keyed && { idempotency_key: idempotency.key, fingerprint: idempotency.fingerprint }),
      ...(guarded && { if_match: JSON.stringify(ifMatch) }),
    }
    let answer = await this.#query(statement, variant, given, before)
    // It may have waited for a request with the same key, which did the work: then that one's answer is on record now.
    const isNothing = answer.result === null && (statement.missing ?? statement.refusal) !== undefined
    if (keyed && answer.identity && !answer.replay && (isNothing || answer.matches === false)) {
      answer = await this.#query(statement, variant, given, before)
    }
    const { identity, matches } = answer
    if (!identity) throw unauthenticated()
    if (identity.stale_token_id !== null) onTokenUse?.(identity.stale_token_id)
    if (statement.access === 'admin' && identity.role !== 'admin') {
      throw new AppError('forbidden', 'Only an admin may do this.')
    }
    if (keyed) this.#keyIsUsed = true
    if (answer.written !== undefined) onWritten?.(answer.written)
    // A replay before the condition: what matched the first time has changed the row since.
    if (answer.replay) return this.#replay(answer.replay, statement) as R
    if (guarded && matches === false) {
      throw new AppError('precondition_failed', 'It was changed since you read it. Read it again.')
    }
    if (guarded && matches === null && statement.guards === 'upsert') {
      throw new AppError(
        'precondition_failed',
        'There is none yet that could match. Send it without If-Match.',
      )
    }
    const { result } = answer
    if (result === null && answer.refused && statement.refusal) throw new AppError(...statement.refusal)
    if (result === null && statement.missing) throw new AppError(...statement.missing)
    if (!statement.reads) {
      const id = (result as { id?: unknown } | null)?.id
      this.#terms.onChange?.({ action: statement.name, actor_id: identity.id, object_id: id })
    }
    this.#tag(result, statement)
    return result as R
  }

  #replay(
    { fingerprint, response }: { fingerprint: string; response: string },
    { isRow }: { isRow: boolean },
  ) {
    if (fingerprint !== this.#terms.idempotency?.fingerprint) {
      throw new AppError(
        'idempotency_key_reused',
        'This Idempotency-Key was used for another request. Choose a new one for a new request.',
      )
    }
    this.isReplay = true
    const result: unknown = JSON.parse(response)
    this.#tag(result, { isRow })
    return result
  }

  #tag(result: unknown, { isRow }: { isRow: boolean }): void {
    const { updated_at } = (isRow && (result as { updated_at?: unknown } | null)) || {}
    this.etag = typeof updated_at === 'string' ? `"${updated_at}"` : undefined
  }

  /** A keyed statement that lost to another with the same key is run once more, and finds the winner's answer. */
  async #query<P extends Params, R>(
    statement: Statement<P, R>,
    variant: Variant,
    params: Params,
    before?: Query,
  ): Promise<Answer> {
    const { text, bind } = statement.compile(variant)
    const { reads, isShared } = statement
    const repeatable = reads || variant.keyed
    const { written } = this.#terms
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

/** RFC 6750 §3: an answer without credentials names the scheme. */
export function unauthenticated(detail = 'Send a token: Authorization: Bearer mb_…'): AppError {
  return new AppError('unauthenticated', detail, { headers: { 'WWW-Authenticate': 'Bearer' } })
}
