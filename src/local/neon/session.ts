import pg from 'pg'
import { HttpError } from './errors.ts'
import { type Done, Execution, type Work } from './execution.ts'
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
  /** True once the server or the network has ended the connection. */
  isDead = false
  /** True once a cancel request was sent: it may arrive late and hit the next request. */
  isCancelled = false
  onDead: () => void = () => {}

  constructor(connection: UpstreamConnection, upstream: Upstream) {
    this.#connection = connection
    this.#upstream = upstream
    this.#listen()
  }

  /** Whether the next request can have it as it is. */
  get isClean(): boolean {
    return this.#isClean && this.#transactionStatus === 'I'
  }

  /**
   * Runs the statements and resolves to their results. Rejects with pg.DatabaseError for what the server reports,
   * with HttpError for a response over the limit and for a lost connection; a batch is then rolled back whole.
   */
  async run(work: Work): Promise<Result[]> {
    const neutral = work.statements.every(({ text }) => isSessionNeutral(text))
    if (!neutral && this.#usedSinceReset) await this.reset()
    this.#isClean &&= neutral
    this.#usedSinceReset = true
    try {
      return await this.#execute(work, neutral)
    } catch (error) {
      if (!isStalePlan(error)) throw error
      // Raised before the statement ran, and a batch has been rolled back: running it anew does nothing twice.
      await this.reset()
      this.#usedSinceReset = true
      return await this.#execute(work, neutral)
    }
  }

  /** Makes the session as good as new. Rejects when that fails; it must not be used then. */
  async reset(): Promise<void> {
    if (this.#transactionStatus !== 'I') await this.#command('ROLLBACK')
    this.#prepared.clear()
    await this.#command(RESET_SESSION)
    this.#isClean = true
    this.#usedSinceReset = false
  }

  /** Ends an aborted batch's transaction, when that is all there is to clean. Rejects when it fails. */
  async clean(): Promise<void> {
    if (this.#isClean) await this.#command('ROLLBACK')
    else await this.reset()
  }

  /** Asks the server to stop what runs here; the session is not to be used again. */
  cancel(): Promise<void> {
    this.isCancelled = true
    return cancelQuery(this.#upstream, this.#connection.processId, this.#connection.secretKey)
  }

  /** Ends the connection. */
  close(): void {
    if (!this.isDead) this.#connection.wire.end()
  }

  #execute(work: Work, mayPrepare: boolean): Promise<Result[]> {
    return this.#start((done) => {
      const execution = new Execution(this.#connection.wire, this.#prepared, work, done)
      execution.send(mayPrepare)
      return execution
    })
  }

  #command(sql: string): Promise<Result[]> {
    return this.#start((done) => {
      const work = { statements: [], maxResponseBytes: Number.POSITIVE_INFINITY }
      this.#connection.wire.query(sql)
      return new Execution(this.#connection.wire, this.#prepared, work, done)
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
      // Said to an idle session it is the server's goodbye (shutdown, terminated backend).
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

/** A prepared statement whose result has another shape since a schema change, or that somebody deallocated. */
function isStalePlan(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false
  const reshaped = error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
  const deallocated = error.code === '26000' && error.routine === 'FetchPreparedStatement'
  return reshaped || (deallocated && /neon_\d+/.test(error.message))
}
