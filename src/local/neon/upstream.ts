import { EventEmitter } from 'node:events'
import net from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import pg from 'pg'

/** The Postgres behind the proxy. `user` and `password` are the defaults for the proxy's URL. */
export interface Upstream {
  host: string
  port: number
  user?: string
  password?: string
  /** True or TLS options to require TLS (true checks the certificate). Default: no TLS. */
  ssl?: boolean | ConnectionOptions
}

/** The credentials of a connection. `options` is the startup parameter of that name (`-c name=value`). */
export interface Credentials {
  user: string
  password: string
  database: string
  applicationName?: string | undefined
  options?: string | undefined
}

/** A signed-in connection; the caller handles its messages. */
export interface UpstreamConnection {
  wire: Wire
  /** The ParameterStatus messages at sign-in (`server_version`, `TimeZone`, ...). */
  parameters: [name: string, value: string][]
  processId: number
  secretKey: number
}

/** The part of pg's Connection that is used here: it sends messages and emits those that it receives. */
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
  /** Properties of pg's client that its types lack. */
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
 * Opens a connection and signs in with the method that the server requires (cleartext, MD5, SCRAM; TLS when required).
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
  client.on('error', () => {}) // connect() rejects with the same error.
  await client.connect()
  // pg's client is only needed to sign in: from now on the caller handles every message.
  for (const message of [...MESSAGES, ...MORE_MESSAGES, 'parameterStatus', 'error', 'end'])
    wire.removeAllListeners(message)
  // An error event without a listener would end this process; a lost connection also emits `end`.
  wire.on('error', () => {})
  const { processID, secretKey } = client
  return { wire, parameters, processId: processID, secretKey }
}

/** Checks for methods that the types of pg's Connection lack. */
const isWire = (connection: unknown): connection is Wire =>
  connection instanceof EventEmitter && 'sendCopyFail' in connection && 'stream' in connection

/**
 * Sends a cancel request for a connection (protocol: CancelRequest). Resolves when the server has received it; whether
 * it cancels the statement in time is never certain.
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
