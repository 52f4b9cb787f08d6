import http from 'node:http'
import net from 'node:net'
import { createWebSocketStream, WebSocketServer } from 'ws'
import { freePort } from '../postgres/port.ts'
import { type PoolLimits, SessionPool } from './pool.ts'
import { answerSql, type BodyLimits, reply } from './sql-endpoint.ts'
import { serveClient } from './tunnel.ts'
import type { Upstream } from './upstream.ts'

export type { Upstream } from './upstream.ts'

export interface NeonProxyOptions {
  upstream: Upstream
  /** Preferred port; another free one when it is taken. 0 or absent: any free one. */
  port?: number
  /** Address to listen on. Default 127.0.0.1. */
  host?: string
  /**
   * Whether web pages may send requests, as at Neon (default). Turn it off for a Postgres without a password, because any
   * page that the developer visits could use it.
   */
  allowPages?: boolean
  /** Told of each request that reaches the database: what wakes one that sleeps. */
  onRequest?: () => void
  limits?: Partial<BodyLimits & PoolLimits>
}

export interface NeonProxy {
  port: number
  /**
   * The DATABASE_URL of the proxy. User and password default to the upstream's. The driver requires a password, so it is
   * `none` if there is none; a Postgres without passwords ignores it.
   */
  url(options?: { user?: string; password?: string; database?: string }): string
  /** Closes all connections and stops listening. */
  close(): Promise<void>
}

const LIMITS: BodyLimits & PoolLimits = {
  maxRequestBytes: 10 * 2 ** 20,
  maxResponseBytes: 10 * 2 ** 20,
  maxSessions: 20,
  maxTotalSessions: 60,
  idleMs: 60_000,
  connectMs: 5_000,
}

/**
 * Starts Neon's protocol in front of any Postgres, on one port: POST /sql, the WebSocket tunnel at /v2 (and /v1), and
 * plain Postgres for psql, pg and drizzle-kit. The upstream may be down now or later: requests then fail as they do
 * at Neon, and work again when it is back. Rejects if it cannot listen on the host.
 */
export async function startNeonProxy(options: NeonProxyOptions): Promise<NeonProxy> {
  const { upstream, host = '127.0.0.1', allowPages = true, onRequest } = options
  const limits = { ...LIMITS, ...options.limits }
  const pool = new SessionPool(upstream, limits)
  const httpServer = createHttpServer(pool, limits, allowPages, onRequest)
  const webSockets = acceptWebSockets(httpServer, upstream, limits.connectMs, allowPages)
  const sockets = new Set<net.Socket>()
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.once('data', (first: Buffer) => {
      socket.pause()
      socket.unshift(first)
      // A Postgres client begins with a 4-byte length, so its first byte is 0. An HTTP request begins with a letter.
      if (first[0] === 0) {
        serveClient(socket, upstream, limits.connectMs).catch(() => socket.destroy())
      } else {
        httpServer.emit('connection', socket)
        socket.resume()
      }
    })
  })
  const port = await listen(server, host, options.port)
  return {
    port,
    url: ({
      user = upstream.user ?? 'postgres',
      password = upstream.password || 'none',
      database = 'postgres',
    } = {}) =>
      `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${encodeURIComponent(database)}`,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const client of webSockets.clients) client.terminate()
      for (const socket of sockets) socket.destroy()
      pool.close()
      return closed
    },
  }
}

function createHttpServer(
  pool: SessionPool,
  limits: BodyLimits,
  allowPages: boolean,
  onRequest?: () => void,
): http.Server {
  const server = http.createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    if (isPage(request) && !allowPages) return reply(response, 403, '"pages may not ask here"')
    const path = request.url?.split('?', 1)[0]
    if (path !== '/sql') return reply(response, 404, '"not found"')
    if (request.method === 'POST') {
      onRequest?.()
      return void answerSql(request, response, pool, limits)
    }
    if (request.method === 'OPTIONS') return void response.writeHead(200, PREFLIGHT).end()
    reply(response, 405, '"method not allowed"', { allow: 'OPTIONS, POST' })
  })
  return server
}

const PREFLIGHT = {
  allow: 'OPTIONS, POST',
  'access-control-allow-origin': '*',
  'access-control-allow-headers':
    'Authorization, Neon-Connection-String, Neon-Raw-Text-Output, Neon-Array-Mode, Neon-Pool-Opt-In, Neon-Batch-Read-Only, Neon-Batch-Isolation-Level, Neon-Batch-Deferrable',
  'access-control-max-age': '86400',
}

/** Browsers send Origin (Fetch standard §3.1); other clients do not. */
const isPage = ({ headers }: http.IncomingMessage) => headers.origin !== undefined

function acceptWebSockets(
  httpServer: http.Server,
  upstream: Upstream,
  connectMs: number,
  allowPages: boolean,
): WebSocketServer {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  httpServer.on('upgrade', (request, socket, head) => {
    const path = request.url?.split('?', 1)[0]
    if (path !== '/v2' && path !== '/v1')
      return void socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
    if (isPage(request) && !allowPages)
      return void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
    server.handleUpgrade(request, socket, head, (webSocket) => {
      const stream = createWebSocketStream(webSocket)
      serveClient(stream, upstream, connectMs).catch(() => stream.destroy())
    })
  })
  return server
}

async function listen(server: net.Server, host: string, preferred: number | undefined): Promise<number> {
  const port = await freePort(preferred)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return port
}
