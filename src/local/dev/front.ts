import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AskWorker, serveMailPages } from './mail-pages.ts'
import type { Mailbox } from './mailbox.ts'
import { StartError } from './settings.ts'

/** The address at which this machine's people reach the product. */
export interface Front {
  /** Hands requests on to the worker at this origin, but shows mail itself; before it is told, they are asked to come again. */
  open(origin: string, mailbox?: Mailbox | null): void
  close(): Promise<void>
}

/** What stands for a hop alone (RFC 9110 §7.6.1). */
const HOP = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/
/**
 * What the runtime's simulator and the platform say to the worker: in which address it was asked for, and by whom. From
 * outside they are lies.
 */
const RESERVED = /^(mf-|cf-|x-demo-key$)/

/**
 * Listens on loopback and hands on, so that nobody but the people of this machine is served: requests for any other host
 * are refused, since a foreign name that leads here (DNS rebinding) would be a foreign page's own origin, and so are the
 * simulator's own addresses. It listens before anything else of ours looks for a port, and so has the one that was asked
 * for.
 *
 * @param demoKey what the worker knows its front by; without it nobody acts as the demo user
 * @throws {StartError} when the port is taken, or not for this user
 */
export const listenInFront = (port: number, demoKey: string): Promise<Front> =>
  listenAt({
    port,
    host: '127.0.0.1',
    isServed: isLoopbackHost(port),
    added: () => ({ 'x-demo-key': demoKey }),
  })

function isLoopbackHost(port: number) {
  const names = ['localhost', '127.0.0.1', '[::1]']
  const hosts = new Set([...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])])
  return (host: string) => hosts.has(host)
}

/** How a front differs from another. */
export interface FrontOptions {
  port: number
  /** The address to listen on. */
  host: string
  /** Whether requests for this Host are served. */
  isServed: (host: string) => boolean
  /** What is said to the worker beside the request's own headers. */
  added: (asked: IncomingMessage) => Record<string, string>
}

/**
 * Listens and hands on to the worker, but not its simulator's own addresses, nor headers by which that would be lied to.
 * @throws {StartError} when the port is taken, or not for this user
 */
export async function listenAt({ port, host, isServed, added }: FrontOptions): Promise<Front> {
  const agent = new Agent({ keepAlive: true })
  let target: URL | undefined
  let box: Mailbox | null = null
  const server = createServer((asked, answer) => {
    if (!isServed(asked.headers.host?.toLowerCase() ?? '')) {
      return refuse(answer, 421, `This is http://localhost:${port}, and no other host.`)
    }
    if (/^\/cdn-cgi(\/|$)/.test(asked.url ?? '')) return refuse(answer, 404, 'Nothing is here.')
    if (!target) {
      answer.setHeader('retry-after', '1')
      return refuse(answer, 503, 'Morning Brief starts. Come again in a moment.')
    }
    const to = { agent, target, added: added(asked) }
    if (!box || !asked.url?.startsWith('/dev/mail')) return handOn(asked, answer, to)
    const ask: AskWorker = (path, init) => fetch(new URL(path, to.target), { ...init, headers: to.added })
    serveMailPages(asked, answer, box, ask)
      .then((isServed) => isServed || handOn(asked, answer, to))
      .catch(() => refuse(answer, 502, 'The worker does not answer; its last lines are in the terminal.'))
  })
  await listen(server, port, host)
  return {
    open(origin, mailbox = null) {
      target = new URL(origin)
      box = mailbox
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
        agent.destroy()
      }),
  }
}

function handOn(
  asked: IncomingMessage,
  answer: ServerResponse,
  { agent, target, added }: { agent: Agent; target: URL; added: Record<string, string> },
): void {
  const sent = Object.entries(asked.headers).filter(([name]) => !HOP.test(name) && !RESERVED.test(name))
  const headers = { ...Object.fromEntries(sent), ...added }
  const { hostname, port } = target
  const onward = request({ agent, hostname, port, method: asked.method, path: asked.url, headers })
  onward.once('response', (reply) => {
    answer.writeHead(reply.statusCode ?? 502, without(reply.headers))
    reply.pipe(answer)
    // An answer that breaks off must not look whole.
    reply.once('aborted', () => answer.destroy())
  })
  onward.once('error', () => {
    if (answer.headersSent) answer.destroy()
    else refuse(answer, 502, 'The worker does not answer; its last lines are in the terminal.')
  })
  answer.once('close', () => onward.destroy())
  asked.pipe(onward)
}

const without = (headers: IncomingMessage['headers']) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.test(name)))

function refuse(answer: ServerResponse, status: number, sentence: string): void {
  answer.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  answer.end(`${sentence}\n`)
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<void> {
  return new Promise((listening, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        new StartError(
          error.code === 'EACCES'
            ? `Port ${port} needs more rights than this user has. Choose one from 1024 up: PORT=8787 npm run dev`
            : `Port ${port} is taken by another program. Stop that one, or choose another: PORT=${port + 1} npm run dev`,
        ),
      ),
    )
    server.listen({ port, host, exclusive: true }, () => listening())
  })
}
