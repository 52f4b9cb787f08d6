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
import { missing, readOnly, toAppError } from './failures.ts'
import { type RequestConditions, SERVICE } from './request-conditions.ts'
import { type DatabaseOptions, type DatabaseStats, Sender } from './sender.ts'
import type { Servers } from './servers.ts'
import { Snapshot } from './snapshot.ts'
import type { ResultObserver, Statement } from './statement.ts'

/** Told of the rows of every statement: the tests parse them with the statement's schema. */
export const resultObservers = new Set<ResultObserver>()

/** What a statement's work gave. */
interface Result {
  rows: readonly unknown[]
  isCut: boolean
}

/** The single row that `enter` gives: the caller's id, and that of a token whose use should be noted. */
const Entered = z.tuple([z.tuple([z.int(), z.int().nullable()])])
/** The single row of a transaction's id. */
const Transaction = z.tuple([z.tuple([z.string()])])
/** The fingerprint and the rows on record for a key, where they are. */
const Records = z.array(
  z.tuple([z.string(), z.string().transform((text) => z.array(z.looseObject({})).parse(JSON.parse(text)))]),
)

/** The database as one request or job sees it: who asks, on which conditions, how long it may take, what it cost. */
export class Database {
  /** Whether the result is that of an earlier request with the same Idempotency-Key. */
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

  /** What it has cost so far. */
  get stats(): DatabaseStats {
    return this.#sender.stats
  }

  /**
   * Runs a statement: who asks is proved, conditions are checked, the work is done and its rows are kept for a retry, all
   * in one transaction and one round trip.
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
   * Opens the database as of this moment for the caller, to be read in pieces. It holds a connection: close it.
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
      // It only reads, so it may be asked again when its answer is lost.
      const reading = { ...statement, kind: 'query', isShared: false } as const
      const entering = enter(credential, 'reader', this.#statementMs(reading))
      const recorded = await this.#send(reading, [entering, readRecord(key.key)])
      const [record] = Records.parse(recorded[1])
      // It has expired in this very moment: nothing is known of the first request any more.
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
   * A read has less time than an attempt: Postgres then answers that it was too little before silence could be taken for a
   * lost connection, after which it would be asked again. A change that is given up is cancelled; this is for when that
   * does not arrive.
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
      // Whoever reads is served by the replica: only changes have to wait.
      const onlyReads = this.#servers.replica !== null && statement.kind === 'command'
      throw shown.code === 'database_unavailable' && onlyReads ? readOnly(error) : shown
    }
  }
}

const idOf = (row: unknown) => (typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined)
