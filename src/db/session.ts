import { Client } from '@neondatabase/serverless'
import { isLoopback } from '../database-url.ts'
import type { BoundQuery, Rows } from './bound-query.ts'

/** How long one statement of a session may take, and how long a session may wait for its reader, in milliseconds. */
const STATEMENT_MS = 30_000
const IDLE_MS = 60_000
/** How long a session lasts at the most: its snapshot keeps Postgres from clearing away what others delete. */
const LONGEST_MS = 15 * 60_000

/** One snapshot of the database, and limits that hold even when this side is no longer there to keep them. */
const BEGIN = `begin transaction isolation level repeatable read, read only;
  set local statement_timeout = ${STATEMENT_MS};
  set local idle_in_transaction_session_timeout = ${IDLE_MS}`

/** A session, and the rows of each of the queries that it began with. */
export interface OpenSession {
  session: Session
  results: Rows[]
}

/**
 * A read-only transaction over the driver's WebSocket, for answers that are too large for one HTTP reply. It holds a
 * connection, so it is opened within a request and closed there.
 */
export class Session {
  readonly #client: Client
  readonly #timer: ReturnType<typeof setTimeout>
  #lost: Error | undefined
  #isClosed = false
  #cursors = 0

  private constructor(client: Client) {
    this.#client = client
    // A lost connection shows in the query that is waiting; without a listener the event would end the process.
    client.on('error', (error) => {
      this.#lost ??= asError(error)
    })
    this.#timer = setTimeout(() => this.close(), LONGEST_MS)
  }

  /**
   * Signs in, begins the transaction and runs its first queries.
   * @param signal gives it up
   * @returns the session, and the rows of each of the queries
   */
  static async open(
    databaseUrl: string,
    queries: readonly BoundQuery[],
    signal: AbortSignal,
  ): Promise<OpenSession> {
    const client = new Client({ connectionString: databaseUrl })
    const { host, port } = client
    if (isLoopback(host)) {
      // The local Neon protocol speaks plain WebSocket on the database's own port.
      client.neonConfig.wsProxy = () => `${host}:${port}/v2`
      client.neonConfig.useSecureWebSocket = false
    }
    const session = new Session(client)
    const givenUp = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(asError(signal.reason)), { once: true })
    })
    try {
      return await Promise.race([session.#begin(queries), givenUp])
    } catch (error) {
      session.close()
      throw error
    }
  }

  async #begin(queries: readonly BoundQuery[]): Promise<OpenSession> {
    await this.#guard(this.#client.connect())
    await this.#guard(this.#client.query(BEGIN))
    const results: Rows[] = []
    for (const query of queries) results.push(await this.run(query))
    return { session: this, results }
  }

  /** Runs a query. */
  async run({ text, params }: BoundQuery): Promise<Rows> {
    const { rows } = await this.#guard(
      this.#client.query<unknown[]>({ text, values: params, rowMode: 'array' }),
    )
    return rows
  }

  /** Reads the rows of a query, so many at a time, as they are asked for. */
  async *read(text: string, rowsAtOnce: number): AsyncGenerator<Rows> {
    const cursor = `cursor_${++this.#cursors}`
    await this.#guard(this.#client.query(`declare ${cursor} no scroll cursor for ${text}`))
    for (;;) {
      const rows = await this.run({ text: `fetch ${rowsAtOnce} from ${cursor}`, params: [] })
      if (rows.length > 0) yield rows
      if (rows.length < rowsAtOnce) break
    }
    await this.#guard(this.#client.query(`close ${cursor}`))
  }

  /** Ends the transaction, which has changed nothing, with the connection. Done twice it does nothing. */
  close(): void {
    clearTimeout(this.#timer)
    if (this.#isClosed) return
    this.#isClosed = true
    // Not by `end`: that says goodbye into a WebSocket that may not be open yet, which throws where nobody can catch it.
    this.#client.connection.stream.destroy()
  }

  /** The driver rejects with whatever its WebSocket told; callers get an Error. */
  async #guard<T>(done: Promise<T>): Promise<T> {
    try {
      return await done
    } catch (error) {
      throw this.#lost ?? asError(error)
    }
  }
}

/** A WebSocket that fails gives an event, not an Error. */
const asError = (thrown: unknown) =>
  thrown instanceof Error ? thrown : new Error('the WebSocket to the database failed', { cause: thrown })
