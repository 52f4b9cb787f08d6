import { Client } from '@neondatabase/serverless'
import { isLoopback } from '../database-url.ts'
import type { BoundQuery, Rows } from './bound-query.ts'

/** The timeout of one statement of a session, and of waiting for its reader, in milliseconds. */
const STATEMENT_MS = 30_000
const IDLE_MS = 60_000
/** The longest duration of a session, because its snapshot keeps Postgres from removing dead rows (VACUUM). */
const LONGEST_MS = 15 * 60_000

/** A read-only snapshot. Postgres enforces the limits itself, so they also apply when this isolate is gone. */
const BEGIN = `begin transaction isolation level repeatable read, read only;
  set local statement_timeout = ${STATEMENT_MS};
  set local idle_in_transaction_session_timeout = ${IDLE_MS}`

/** A session, and the rows of each of its first queries. */
export interface OpenSession {
  session: Session
  results: Rows[]
}

/**
 * A read-only transaction over the driver's WebSocket, for results that are too large for one HTTP response. It holds a
 * connection, so it must be opened and closed within one request.
 */
export class Session {
  readonly #client: Client
  readonly #timer: ReturnType<typeof setTimeout>
  #lost: Error | undefined
  #isClosed = false
  #cursors = 0

  private constructor(client: Client) {
    this.#client = client
    // The waiting query reports a lost connection. Without a listener the event would end the process.
    client.on('error', (error) => {
      this.#lost ??= asError(error)
    })
    this.#timer = setTimeout(() => this.close(), LONGEST_MS)
  }

  /**
   * Signs in, begins the transaction and runs its first queries.
   * @param signal aborts it
   * @returns the session, and the rows of each query
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

  /** Reads the rows of a query in batches, as the caller asks for them. */
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

  /** Closes the connection, which ends the transaction. May be called twice. */
  close(): void {
    clearTimeout(this.#timer)
    if (this.#isClosed) return
    this.#isClosed = true
    // Not `end()`: it writes to the WebSocket, which may not be open yet, and then throws where it cannot be caught.
    this.#client.connection.stream.destroy()
  }

  /** Converts whatever the driver rejects with to an Error. */
  async #guard<T>(done: Promise<T>): Promise<T> {
    try {
      return await done
    } catch (error) {
      throw this.#lost ?? asError(error)
    }
  }
}

/** A failing WebSocket rejects with an event instead of an Error. */
const asError = (thrown: unknown) =>
  thrown instanceof Error ? thrown : new Error('the WebSocket to the database failed', { cause: thrown })
