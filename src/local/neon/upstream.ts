import { EventEmitter } from 'node:events'
import net from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import pg from 'pg'

/** The Postgres behind the proxy. `user` and `password` are the defaults of the proxy's own URL. */
export interface Upstream {
  host: string
  port: number
  user?: string
  password?: string
  /** True or TLS options to require TLS (true checks the certificate). Default: no TLS. */
  ssl?: boolean | ConnectionOptions
}

/** Who signs in where. `options` is the startup parameter of that name (`-c name=value`). */
export interface Credentials {
  user: string
  password: string
  database: string
  applicationName?: string | undefined
  options?: string | undefined
}

/** A signed-in connection whose messages are the caller's to handle. */
export interface UpstreamConnection {
  wire: Wire
  /** What the server reported at sign-in (`server_version`, `TimeZone`, ...). */
  parameters: [name: string, value: string][]
  processId: number
  secretKey: number
}

/** The part of pg's Connection that is used here: it writes messages and emits those it reads. */
export interface Wire extends EventEmitter {
  readonly stream: net.Socket
  query(text: string): void
  parse(statement: { name: string; text: string; types: number[] }): void
  bind(portal: { statement: string; values: (string | null)[] }): void
  describe(portal: { type: 'P' }): void
  execute(): void
  close(statement: { type: 'S'; name: string }): void
  sync(): void
  sendCopyFail(reason: string): void
  end(): void
}

declare module 'pg' {
  /** What pg's client has, and its types leave out. */
  interface Client {
    readonly processID: number
    readonly secretKey: number
  }
}

const MESSAGES = ['errorMessage', 'readyForQuery', 'notice', 'rowDescription', 'dataRow', 'portalSuspended']
const MORE_MESSAGES = [
  'emptyQuery',
  'commandComplete',
  'parseComplete',
  'copyInResponse',
  'copyData',
  'notification',
]

/**
 * Opens a connection and signs in with whatever the server asks for (cleartext, MD5, SCRAM; TLS when required).
 * Rejects with pg.DatabaseError when the server refuses, with another Error when it cannot be reached in time.
 */
export async function connectUpstream(
  upstream: Upstream,
  who: Credentials,
  timeoutMs: number,
): Promise<UpstreamConnection> {
  const client = new pg.Client({
    host: upstream.host,
    port: upstream.port,
    ssl: upstream.ssl ?? false,
    user: who.user,
    password: who.password,
    database: who.database,
    application_name: who.applicationName,
    options: who.options,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
  })
  const wire: unknown = client.connection
  if (!isWire(wire)) throw new TypeError('this version of pg has another Connection than its proxy knows')
  const parameters: UpstreamConnection['parameters'] = []
  wire.on('parameterStatus', (m: { parameterName: string; parameterValue: string }) => {
    parameters.push([m.parameterName, m.parameterValue])
  })
  client.on('error', () => {}) // connect() rejects with it
  await client.connect()
  // pg's client has done its part, the sign-in: from here on every message belongs to the caller.
  for (const message of [...MESSAGES, ...MORE_MESSAGES, 'parameterStatus', 'error', 'end'])
    wire.removeAllListeners(message)
  // A lost connection shows in its closing; an error event without a listener would end this process.
  wire.on('error', () => {})
  const { processID, secretKey } = client
  return { wire, parameters, processId: processID, secretKey }
}

/** pg's types describe an older Connection; this is the one whose methods are used here. */
const isWire = (connection: unknown): connection is Wire =>
  connection instanceof EventEmitter && 'sendCopyFail' in connection && 'stream' in connection

/**
 * Asks the server to cancel what the connection runs (protocol: CancelRequest). Resolves when the server has taken
 * the request; that it also arrives is never certain.
 */
export function cancelQuery(upstream: Upstream, processId: number, secretKey: number): Promise<void> {
  const request = Buffer.alloc(16)
  request.writeInt32BE(16, 0)
  request.writeInt32BE(80877102, 4)
  request.writeInt32BE(processId, 8)
  request.writeInt32BE(secretKey, 12)
  return new Promise((resolve) => {
    const socket = net.connect(upstream.port, upstream.host, () => socket.write(request))
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('error', () => {}).on('close', () => resolve())
    socket.resume()
  })
}
