import { AppError } from '../errors.ts'
import { enterAs } from './credential.ts'
import { readOnly, unauthenticated } from './failures.ts'
import { type DatabaseOptions, type DatabaseStats, Sender } from './sender.ts'
import type { Servers } from './servers.ts'
import type { Params, Statement } from './statement.ts'
import { NO_TERMS, type Terms } from './terms.ts'

/** The database as one request or job sees it: who asks, on which terms, how long it may take, what it cost. */
export class Database {
  /** The entity tag of the row that was read or written last. */
  etag: string | undefined
  /** Whether the result is that of an earlier request with the same Idempotency-Key. */
  isReplay = false
  readonly #sender: Sender
  readonly #options: DatabaseOptions
  readonly #terms: Terms
  readonly #hasReplica: boolean
  #keyIsUsed = false

  constructor(servers: Servers, options: DatabaseOptions, terms: Terms = NO_TERMS) {
    this.#sender = new Sender(servers, options, terms.written)
    this.#options = options
    this.#terms = terms
    this.#hasReplica = servers.replica !== null
  }

  /** What it has cost so far. */
  get stats(): DatabaseStats {
    return this.#sender.stats
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
      return (await this.#sender.query(statement, variant, params)).result as R
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
    const tracked = onWritten !== undefined && this.#hasReplica && !statement.reads
    const variant = { credential: credential.kind, keyed, guarded, tracked }
    const before = this.#options.rowLevelSecurity ? enterAs(credential) : undefined
    const given = {
      ...params,
      ...(credential.kind !== 'demo' && { token_hash: credential.token_hash }),
      ...(keyed && { idempotency_key: idempotency.key, fingerprint: idempotency.fingerprint }),
      ...(guarded && { if_match: JSON.stringify(ifMatch) }),
    }
    let answer = await this.#sender.query(statement, variant, given, before)
    // It may have waited for a request with the same key, which did the work: then that one's answer is on record now.
    const isNothing = answer.result === null && (statement.missing ?? statement.refusal) !== undefined
    if (keyed && answer.identity && !answer.replay && (isNothing || answer.matches === false)) {
      answer = await this.#sender.query(statement, variant, given, before)
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
}
