import type { Duplex } from 'node:stream'
import pg from 'pg'
import { PacketReader, packet } from './packets.ts'
import { cancelQuery, connectUpstream, type Upstream } from './upstream.ts'

/** The codes in a client's first packet (Postgres docs, protocol: "Message Formats"). */
const CANCEL_REQUEST = 80877102
const SSL_REQUEST = 80877103
const GSSENC_REQUEST = 80877104
const PROTOCOL_3 = 3

const AUTHENTICATION_OK = 0
const CLEARTEXT_PASSWORD = 3

/**
 * Serves one Postgres client over `client`, a TCP connection or a WebSocket: requests a cleartext password, as Neon's
 * proxy does (the driver sends it without being asked), signs in to the upstream with the method that it requires, and
 * then pipes bytes both ways with backpressure.
 */
export async function serveClient(client: Duplex, upstream: Upstream, connectMs: number): Promise<void> {
  client.on('error', () => client.destroy())
  const reader = new PacketReader(client)
  const startup = await readStartup(client, reader, upstream)
  if (!startup) return void client.end()

  client.write(packet('R', CLEARTEXT_PASSWORD))
  const password = cString(await reader.next(true))
  if (password === undefined) return void client.end()
  await reader.release()

  const {
    user = '',
    database = user,
    application_name: applicationName,
    options,
  } = Object.fromEntries(startup)
  try {
    const who = { user, password, database, applicationName, options: withSettings(startup, options) }
    const { wire, parameters, processId, secretKey } = await connectUpstream(upstream, who, connectMs)
    const { stream } = wire
    stream.removeAllListeners('data')
    if (client.destroyed) return void stream.destroy()
    client.write(
      Buffer.concat([
        packet('R', AUTHENTICATION_OK),
        ...parameters.map(([name, value]) => packet('S', name, value)),
        packet('K', processId, secretKey),
        packet('Z', Buffer.from('I')),
      ]),
    )
    pipeBothWays(client, stream)
  } catch (error) {
    client.end(refusal(error))
  }
}

/** Pipes bytes both ways until one side closes, then closes the other. */
function pipeBothWays(client: Duplex, server: Duplex): void {
  server.on('error', () => server.destroy())
  client.pipe(server).pipe(client)
  client.once('close', () => server.destroy())
  server.once('close', () => client.end())
}

/** Reads the startup message and handles the requests before it (SSL, cancel); undefined when the connection is done. */
async function readStartup(
  client: Duplex,
  reader: PacketReader,
  upstream: Upstream,
): Promise<[string, string][] | undefined> {
  for (;;) {
    const body = await reader.next(false)
    if (!body || body.length < 4) return undefined
    const code = body.readInt32BE(0)
    if (code === SSL_REQUEST || code === GSSENC_REQUEST) {
      client.write('N')
    } else if (code === CANCEL_REQUEST) {
      if (body.length >= 12) await cancelQuery(upstream, body.readInt32BE(4), body.readInt32BE(8))
      return undefined
    } else if (code >> 16 === PROTOCOL_3) {
      // For a newer minor version respond with the supported one (protocol: NegotiateProtocolVersion).
      if ((code & 0xffff) !== 0) client.write(packet('v', PROTOCOL_3 << 16, 0))
      return pairs(body.subarray(4))
    } else {
      client.write(fatal('0A000', `unsupported frontend protocol ${code >> 16}.${code & 0xffff}`))
      return undefined
    }
  }
}

/** Adds settings that were sent as startup parameters (`search_path`, `TimeZone`) to `options`. */
function withSettings(startup: [string, string][], options = ''): string | undefined {
  const own = ['user', 'database', 'application_name', 'options', 'client_encoding', 'replication']
  const settings = startup
    .filter(([name]) => !own.includes(name) && !name.startsWith('_pq_.'))
    .map(([name, value]) => `-c ${name}=${value.replace(/[\\\s]/g, '\\$&')}`)
  return [options, ...settings].filter(Boolean).join(' ') || undefined
}

function refusal(error: unknown): Buffer {
  if (error instanceof pg.DatabaseError) return fatal(error.code ?? 'XX000', error.message)
  return fatal('08001', "Couldn't connect to compute node")
}

function fatal(code: string, message: string): Buffer {
  return packet('E', 'SFATAL', 'VFATAL', `C${code}`, `M${message}`, Buffer.of(0))
}

function cString(body: Buffer | undefined): string | undefined {
  return body && body.at(-1) === 0 ? body.toString('utf8', 0, body.length - 1) : undefined
}

function pairs(body: Buffer): [string, string][] {
  const words = body.toString().split('\0')
  const found: [string, string][] = []
  for (let i = 0; i + 1 < words.length && words[i] !== ''; i += 2) found.push([words[i]!, words[i + 1]!])
  return found
}
