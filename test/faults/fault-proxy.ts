import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { FAULTS, type FaultName, type Reply, send } from './faults.ts'

/** Which share of the requests meets a fault, and which faults, all alike likely. */
export interface FaultPlan {
  probability: number
  kinds: readonly FaultName[]
}

/** A proxy in front of Neon's protocol that breaks what passes through it. */
export interface FaultProxy {
  /** The same database through this proxy. */
  url(databaseUrl: string): string
  /** Faults by chance; the default is none. */
  plan: FaultPlan
  /** Scripted faults for the next requests, one each; `null` lets one pass. They go before the plan. */
  next(...kinds: (FaultName | null)[]): void
  /** Requests so far, by the fault they met or `none`. */
  counts: Partial<Record<FaultName | 'none', number>>
  /** Refuses connections until `accept`. */
  refuse(): Promise<void>
  accept(): Promise<void>
  close(): Promise<void>
}

export const NO_FAULTS: FaultPlan = { probability: 0, kinds: [] }

/**
 * Starts the proxy on a free loopback port.
 * @param neonHost host and port at which Neon's protocol answers
 * @param seed the same seed gives the same faults to the same order of requests
 */
export async function startFaultProxy(neonHost: string, seed: number): Promise<FaultProxy> {
  const random = mulberry32(seed)
  const script: (FaultName | null)[] = []
  const agent = new http.Agent({ keepAlive: true, maxSockets: 50 })
  const server = http.createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    const kind = script.length > 0 ? script.shift()! : draw(proxy.plan, random)
    proxy.counts[kind ?? 'none'] = (proxy.counts[kind ?? 'none'] ?? 0) + 1
    handle(kind, request, response).catch(() => response.destroy())
  })

  // A session is let in, or its connection is lost at once, whatever the fault.
  server.on('upgrade', (request, socket) => {
    const kind = script.length > 0 ? script.shift()! : draw(proxy.plan, random)
    proxy.counts[kind ?? 'none'] = (proxy.counts[kind ?? 'none'] ?? 0) + 1
    if (kind) return void socket.destroy()
    const [host, port] = neonHost.split(':')
    const upstream = net.connect(Number(port), host)
    const headers = request.rawHeaders.map((text, at) => text + (at % 2 === 0 ? ': ' : '\r\n')).join('')
    upstream.write(`GET ${request.url} HTTP/1.1\r\n${headers}\r\n`)
    socket.pipe(upstream).pipe(socket)
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      one.on('error', () => other.destroy())
      one.once('close', () => other.destroy())
    }
  })

  async function handle(kind: FaultName | null, request: IncomingMessage, response: ServerResponse) {
    const body = await read(request)
    const forward = () => exchange(agent, neonHost, request, response, body)
    if (kind) await FAULTS[kind]({ forward, response, random })
    else send(response, await forward())
  }

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  const proxy: FaultProxy = {
    plan: NO_FAULTS,
    counts: {},
    url: (databaseUrl) => Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${port}` }).href,
    next: (...kinds) => void script.push(...kinds),
    refuse: stop,
    accept: () => listen(port),
    async close() {
      agent.destroy()
      await stop()
    },
  }
  return proxy
}

/** One request to the database and its whole reply; a caller that goes away takes it along. */
function exchange(
  agent: http.Agent,
  neonHost: string,
  { url, method, headers }: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const [host, port] = neonHost.split(':')
    const upstream = http.request({ agent, host, port, path: url, method, headers }, (answer) => {
      read(answer).then(
        (text) => resolve({ status: answer.statusCode!, headers: contentType(answer), body: text }),
        reject,
      )
    })
    upstream.on('error', reject)
    response.once('close', () => {
      if (!response.writableEnded) upstream.destroy()
    })
    upstream.end(body)
  })
}

const contentType = (answer: IncomingMessage) => ({
  'content-type': answer.headers['content-type'] ?? 'application/json',
})

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function draw({ probability, kinds }: FaultPlan, random: () => number): FaultName | null {
  if (kinds.length === 0 || random() >= probability) return null
  return kinds[Math.floor(random() * kinds.length)]!
}

/** A small random number generator with a seed (mulberry32, public domain). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
