import * as z from 'zod'
import { AppError } from '../errors.ts'
import type { BoundQuery, Rows } from './bound-query.ts'
import { sqlState } from './classify-error.ts'
import type { Requirement } from './definition.ts'
import {
  beginIdempotent,
  CURRENT_TRANSACTION,
  enter,
  type RequestParams,
  readRecord,
  SQLSTATE,
} from './envelope.ts'
import { missing, notNeon, readOnly, toAppError } from './failures.ts'
import { type RequestConditions, SERVICE } from './request-conditions.ts'
import { type DatabaseOptions, type DatabaseStats, Sender } from './sender.ts'
import { isMute, type Servers } from './servers.ts'
import { Snapshot } from './snapshot.ts'
import type { ResultObserver, Statement } from './statement.ts'

/** Called with the rows of every statement; the tests parse them with the statement's schema. */
export const resultObservers = new Set<ResultObserver>()

/** The result of a statement's work. */
interface Result {
  rows: readonly unknown[]
  isCut: boolean
}

/** The row of `enter`: the caller's id, and the id of a token whose last use should be updated. */
const Entered = z.tuple([z.tuple([z.int(), z.int().nullable()])])
/** The row of `CURRENT_TRANSACTION`. */
const Transaction = z.tuple([z.tuple([z.string()])])
/** The rows of `readRecord`: the fingerprint of the first request and its result rows. */
const Records = z.array(
  z.tuple([z.string(), z.string().transform((text) => z.array(z.looseObject({})).parse(JSON.parse(text)))]),
)

/** The database for one request or job, with its caller, conditional headers, time limits and statistics. */
export class Database {
  /** Whether the result was stored by an earlier request with the same Idempotency-Key. */
  isReplay = false
  readonly #servers: Servers
  readonly #sender: Sender
  readonly #options: DatabaseOptions
  readonly #conditions: RequestConditions
  #keyIsUsed = false

  constructor(servers: Servers, options: DatabaseOptions, conditions: RequestConditions = SERVICE) {
    this.#servers = servers
    this.#sender = new Sender(servers, options, conditions.written)
    this.#options = options
    this.#conditions = conditions
  }

  /** The round trips and the time so far. */
  get stats(): DatabaseStats {
    return this.#sender.stats
  }

  /**
   * Runs a statement: verifies the caller, checks the conditions, does the work and stores its rows for a retry, all in one
   * transaction and one round trip.
   * @throws {AppError} `read_only`, `unauthenticated`, `forbidden`, `not_found`, `precondition_failed`,
   *   `idempotency_key_reused`, what a requirement says, or what `toAppError` makes of a failure
   */
  async run<P extends object, R>(statement: Statement<P, R>, params: NoInfer<P>): Promise<R> {
    if (this.#options.readOnly && statement.kind === 'command') throw readOnly()
    const { rows, isCut } = await (statement.access === 'service'
      ? this.#runAsService(statement, params)
      : this.#runAsCaller(statement, params))
    for (const observe of resultObservers) observe(statement, rows)
    const result = statement.pick(rows, isCut)
    if (result === undefined) throw missing(statement.noun)
    return result
  }

  /**
   * Opens a snapshot of the caller's data, to be read in pieces. It holds a connection, so it must be closed.
   * @throws {AppError} `unauthenticated`, `too_many_requests`, or what `toAppError` makes of a failure
   */
  async snapshot(): Promise<Snapshot> {
    const credential = await this.#credential()
    const { session, rows } = await this.#sender
      .open(enter(credential, 'reader', this.#options.attemptMs))
      .catch((error) => {
        throw toAppError(error)
      })
    const [[actor_id, stale_token_id]] = Entered.parse(rows)
    this.#conditions.onEntered?.(actor_id)
    if (stale_token_id !== null) this.#conditions.onTokenUse?.(stale_token_id)
    return Snapshot.take(session, actor_id, resultObservers)
  }

  async #credential() {
    const credential = await this.#conditions.credential()
    if (credential === null) throw new AppError('unauthenticated', 'The request does not say who asks.')
    return credential
  }

  async #runAsService<P extends object>(statement: Statement<P, unknown>, params: P): Promise<Result> {
    const { checks, requirements, work, map, isCut } = statement.compile(params, {
      keyed: false,
      versioned: false,
    })
    const results = await this.#send(statement, [...checks, work], requirements)
    const given = results.at(-1) ?? []
    return { rows: map(given), isCut: isCut(given) }
  }

  async #runAsCaller<P extends object>(statement: Statement<P, unknown>, params: P): Promise<Result> {
    const { versions, onEntered, onTokenUse, onWritten, onChange } = this.#conditions
    const credential = await this.#credential()
    const changes = statement.kind === 'command'
    const key = changes && !this.#keyIsUsed ? this.#conditions.idempotency : undefined
    const versioned = changes && versions !== undefined && (versions !== '*' || statement.isVersioned)
    if (versioned && !statement.isVersioned) {
      throw new AppError('precondition_failed', 'This has no version that could be compared.')
    }
    const given: P & RequestParams = {
      ...params,
      ...(key && { $key: key.key }),
      ...(versioned && { $versions: JSON.stringify(versions) }),
    }
    const variant = { keyed: key !== undefined, versioned }
    const { checks, requirements, work, map, isCut, mapRecord } = statement.compile(given, variant)
    const tracked = changes && this.#servers.replica !== null && onWritten !== undefined
    const queries = [
      enter(credential, statement.access, this.#statementMs(statement)),
      ...(key ? [beginIdempotent(key, this.#options.maxKeys)] : []),
      ...checks,
      work,
      ...(tracked ? [CURRENT_TRANSACTION] : []),
    ]
    let results: Rows[]
    try {
      results = await this.#send(statement, queries, requirements, key !== undefined)
    } catch (error) {
      const isReplay = error instanceof AppError && sqlState(error.cause) === SQLSTATE.replayed
      if (!isReplay || !key) throw error
      // Declared as a query, because it only reads and may be retried.
      const reading = { ...statement, kind: 'query', isShared: false } as const
      const entering = enter(credential, 'reader', this.#statementMs(reading))
      const recorded = await this.#send(reading, [entering, readRecord(key.key)])
      const [record] = Records.parse(recorded[1])
      // The record has expired in between, so run the request as a new one.
      if (!record) return this.#runAsCaller(statement, params)
      return { rows: mapRecord(this.#replay(record, key.fingerprint)), isCut: false }
    }
    const [[actor_id, stale_token_id]] = Entered.parse(results[0])
    if (key) this.#keyIsUsed = true
    onEntered?.(actor_id)
    if (stale_token_id !== null) onTokenUse?.(stale_token_id)
    if (tracked) onWritten(Transaction.parse(results.at(-1))[0][0])
    const worked = results[queries.indexOf(work)] ?? []
    const rows = map(worked)
    if (changes && rows.length > 0) onChange?.({ action: statement.name, actor_id, object_id: idOf(rows[0]) })
    return { rows, isCut: isCut(worked) }
  }

  /**
   * The statement timeout. For a query it is shorter than an attempt, so that Postgres reports the timeout before the
   * attempt is given up and retried. For a command it is longer than all attempts: a command that is given up is cancelled,
   * and this limit applies only if the cancel request is lost.
   */
  #statementMs({ kind, databaseMs = Number.POSITIVE_INFINITY }: Statement<never, unknown>): number {
    const { attemptMs, timeoutMs } = this.#options
    const ms = kind === 'query' ? Math.min(attemptMs, timeoutMs / 2) * 0.9 : timeoutMs * 1.5
    return Math.min(ms, databaseMs)
  }

  #replay([fingerprint, rows]: z.infer<typeof Records>[number], expected: string): readonly object[] {
    if (fingerprint !== expected) {
      throw new AppError(
        'idempotency_key_reused',
        'This Idempotency-Key was used for another request. Choose a new one for a new request.',
      )
    }
    this.#keyIsUsed = true
    this.isReplay = true
    return rows
  }

  async #send(
    statement: Statement<never, unknown>,
    queries: readonly BoundQuery[],
    requirements: readonly Requirement[] = [],
    keyed = false,
  ): Promise<Rows[]> {
    try {
      return await this.#sender.send(statement, queries, keyed)
    } catch (error) {
      const shown = toAppError(error, requirements)
      // The replica still serves reads, so the service is read-only rather than unavailable.
      const onlyReads = this.#servers.replica !== null && statement.kind === 'command'
      if (shown.code !== 'database_unavailable') throw shown
      if (onlyReads) throw readOnly(error)
      throw isMute(this.#servers.primary, error) ? notNeon(error) : shown
    }
  }
}

const idOf = (row: unknown) => (typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined)
