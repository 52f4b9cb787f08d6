import pg from 'pg'
import { HttpError } from './errors.ts'
import { type Done, Execution, type SqlRequest } from './execution.ts'
import { PreparedStatements } from './prepared.ts'
import type { Result } from './results.ts'
import { isSessionNeutral, RESET_SESSION } from './session-effects.ts'
import { cancelQuery, type Upstream, type UpstreamConnection } from './upstream.ts'

/**
 * One signed-in connection that serves one request after the other. A whole batch travels to the server and back in
 * one round trip (protocol: extended query, pipelined up to one Sync).
 */
export class Session {
  readonly #connection: UpstreamConnection
  readonly #upstream: Upstream
  readonly #prepared = new PreparedStatements()
  #current: Execution | undefined
  #transactionStatus = 'I'
  #isClean = true
  #usedSinceReset = false
  /** Whether the connection is lost. */
  isDead = false
  /** Whether a cancel request was sent. It may arrive late and cancel the next request, so the session is not reused. */
  isCancelled = false
  onDead: () => void = () => {}

  constructor(connection: UpstreamConnection, upstream: Upstream) {
    this.#connection = connection
    this.#upstream = upstream
    this.#listen()
  }

  /** Whether the next request can use the session without a reset. */
  get isClean(): boolean {
    return this.#isClean && this.#transactionStatus === 'I'
  }

  /**
   * Runs the statements and resolves to their results. Rejects with pg.DatabaseError for errors of the server, and with
   * HttpError for a response over the limit or a lost connection. A batch is then rolled back.
   */
  async run(request: SqlRequest): Promise<Result[]> {
    const neutral = request.statements.every(({ text }) => isSessionNeutral(text))
    if (!neutral && this.#usedSinceReset) await this.reset()
    this.#isClean &&= neutral
    this.#usedSinceReset = true
    try {
      return await this.#execute(request, neutral)
    } catch (error) {
      if (!isStalePlan(error)) throw error
      // A retry is safe: the error comes before the statement runs, and a batch was rolled back.
      await this.reset()
      this.#usedSinceReset = true
      return await this.#execute(request, neutral)
    }
  }

  /** Resets all session state. If it rejects, the session must not be used any more. */
  async reset(): Promise<void> {
    if (this.#transactionStatus !== 'I') await this.#command('ROLLBACK')
    this.#prepared.clear()
    await this.#command(RESET_SESSION)
    this.#isClean = true
    this.#usedSinceReset = false
  }

  /** Rolls back an open transaction; resets the session only if its state was changed. Rejects when that fails. */
  async clean(): Promise<void> {
    if (this.#isClean) await this.#command('ROLLBACK')
    else await this.reset()
  }

  /** Sends a cancel request for the running statement. The session must not be used again. */
  cancel(): Promise<void> {
    this.isCancelled = true
    return cancelQuery(this.#upstream, this.#connection.processId, this.#connection.secretKey)
  }

  /** Closes the connection. */
  close(): void {
    if (!this.isDead) this.#connection.wire.end()
  }

  #execute(request: SqlRequest, mayPrepare: boolean): Promise<Result[]> {
    return this.#start((done) => {
      const execution = new Execution(this.#connection.wire, this.#prepared, request, done)
      execution.send(mayPrepare)
      return execution
    })
  }

  #command(sql: string): Promise<Result[]> {
    return this.#start((done) => {
      const request = { statements: [], maxResponseBytes: Number.POSITIVE_INFINITY }
      this.#connection.wire.query(sql)
      return new Execution(this.#connection.wire, this.#prepared, request, done)
    })
  }

  #start(begin: (done: Done) => Execution): Promise<Result[]> {
    if (this.isDead) return Promise.reject(new HttpError(400, 'connection closed'))
    return new Promise((resolve, reject) => {
      this.#current = begin((error, results) => {
        this.#current = undefined
        if (error) reject(error)
        else resolve(results)
      })
    })
  }

  #listen(): void {
    const { wire } = this.#connection
    wire.on('rowDescription', (message) => this.#current?.onRowDescription(message))
    wire.on('dataRow', (message) => this.#current?.onDataRow(message, () => void this.cancel()))
    wire.on('commandComplete', (message) => this.#current?.onCommandComplete(message.text))
    wire.on('emptyQuery', () => this.#current?.onCommandComplete(''))
    wire.on('copyInResponse', () => this.#current?.onCopyIn())
    wire.on('copyOutResponse', () => this.#current?.onCopyOut())
    wire.on('errorMessage', (error: pg.DatabaseError) => {
      if (this.#current) this.#current.onError(error)
      // An error on an idle session means that the server closes it (shutdown, pg_terminate_backend).
      else this.#die()
    })
    wire.on('readyForQuery', ({ status }: { status: string }) => {
      this.#transactionStatus = status
      this.#current?.onReady()
    })
    wire.on('error', () => this.#die())
    wire.on('end', () => this.#die())
  }

  #die(): void {
    if (this.isDead) return
    this.isDead = true
    this.#connection.wire.stream.destroy()
    this.#current?.onLost(new HttpError(400, 'connection closed'))
    this.onDead()
  }
}

/** Whether a prepared statement is invalid, because a schema change altered its columns or somebody deallocated it. */
function isStalePlan(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false
  const reshaped = error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
  const deallocated = error.code === '26000' && error.routine === 'FetchPreparedStatement'
  return reshaped || (deallocated && /neon_\d+/.test(error.message))
}
