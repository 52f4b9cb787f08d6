import { HttpError } from './errors.ts'
import type { Prepared, PreparedStatements } from './prepared.ts'
import { type Columns, describeColumns, type Field, NO_COLUMNS, type Result } from './results.ts'
import type { Statement } from './statements.ts'
import type { Wire } from './upstream.ts'

/** What one request asks for: a statement, or a batch in the transaction that `begin` starts. */
export interface SqlRequest {
  statements: Statement[]
  begin?: string | undefined
  maxResponseBytes: number
}

/** Called once, when the server is ready for the next request or the connection is lost. */
export type Done = (error: Error | undefined, results: Result[]) => void

const NO_TYPES: number[] = []
const BEGIN = -1

/**
 * One request to the server, from the first message to ReadyForQuery: sends the statements and collects the results
 * (Postgres docs, protocol: "Extended Query", "Pipelining").
 */
export class Execution {
  readonly #wire: Wire
  readonly #statements: PreparedStatements
  readonly #request: SqlRequest
  readonly #done: Done
  readonly #prepared: (Prepared | undefined)[] = []
  readonly #results: Result[] = []
  #index = 0
  #columns: Columns | undefined
  #rows: Result['rows'] = []
  #bytes = 0
  #error: Error | undefined
  #isCopying = false

  constructor(wire: Wire, statements: PreparedStatements, request: SqlRequest, done: Done) {
    this.#wire = wire
    this.#statements = statements
    this.#request = request
    this.#done = done
  }

  /** Sends all messages at once, with one Sync at the end: after an error the server skips the remaining statements. */
  send(mayPrepare: boolean): void {
    const { statements, begin } = this.#request
    this.#wire.stream.cork()
    this.#statements.closeSurplus(this.#wire)
    if (begin !== undefined) {
      this.#index = BEGIN
      this.#sendCommand(begin)
    }
    const seen = new Map<string, Prepared>()
    for (const { text, params } of statements) {
      const prepared = mayPrepare ? (seen.get(text) ?? this.#statements.get(text)) : undefined
      const isNew = prepared !== undefined && !prepared.known && !seen.has(text)
      const name = prepared?.name ?? ''
      this.#prepared.push(prepared)
      if (prepared) seen.set(text, prepared)
      if (prepared === undefined || isNew) this.#wire.parse({ name, text, types: NO_TYPES })
      this.#wire.bind({ statement: name, values: params })
      if (!prepared?.known) this.#wire.describe({ type: 'P' })
      this.#wire.execute()
    }
    if (begin !== undefined) this.#sendCommand('COMMIT')
    this.#wire.sync()
    this.#wire.stream.uncork()
  }

  onRowDescription({ fields }: { fields: Field[] }): void {
    this.#columns = describeColumns(fields)
  }

  onDataRow({ fields, length }: { fields: (string | null)[]; length: number }, cancel: () => void): void {
    this.#bytes += length
    if (this.#bytes <= this.#request.maxResponseBytes) {
      this.#rows.push(fields)
    } else if (!this.#error) {
      this.#error = new HttpError(
        507,
        `response is too large (max is ${this.#request.maxResponseBytes} bytes)`,
      )
      this.#rows = []
      cancel()
    }
  }

  onCommandComplete(tag: string): void {
    const index = this.#index++
    if (index === BEGIN || index >= this.#request.statements.length) return
    const prepared = this.#prepared[index]
    const columns = this.#columns ?? (prepared?.known ? prepared.columns : NO_COLUMNS)
    if (prepared && !prepared.known) this.#statements.keep(prepared, columns)
    this.#results.push({ columns, rows: this.#rows, tag })
    this.#columns = undefined
    this.#rows = []
  }

  /** COPY needs a stream, which only the WebSocket tunnel has. */
  onCopyIn(): void {
    this.#wire.sendCopyFail('COPY is not possible over HTTP')
    // The server ignores a Sync while it waits for COPY data, so send it again.
    if (!this.#isCopying) this.#wire.sync()
    this.#isCopying = true
  }

  onCopyOut(): void {
    this.#error ??= new HttpError(400, 'COPY is not possible over HTTP; use a WebSocket session')
  }

  onError(error: Error): void {
    this.#error ??= error
    const failed = this.#prepared[this.#index]
    if (failed && !failed.known) this.#statements.abandon(failed)
  }

  onReady(): void {
    this.#done(this.#error, this.#results)
  }

  onLost(error: Error): void {
    this.#done(this.#error ?? error, this.#results)
  }

  #sendCommand(text: string): void {
    this.#wire.parse({ name: '', text, types: NO_TYPES })
    this.#wire.bind({ statement: '', values: [] })
    this.#wire.execute()
  }
}
