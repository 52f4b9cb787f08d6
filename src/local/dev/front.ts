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
export async function listenInFront(port: number, demoKey: string): Promise<Front> {
  const agent = new Agent({ keepAlive: true })
  const hosts = new Set(['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`))
  if (port === 80) for (const name of ['localhost', '127.0.0.1', '[::1]']) hosts.add(name)
  let target: URL | undefined
  let box: Mailbox | null = null
  const server = createServer((asked, answer) => {
    if (!hosts.has(asked.headers.host?.toLowerCase() ?? '')) {
      return refuse(answer, 421, `This is http://localhost:${port}, and no other host.`)
    }
    if (/^\/cdn-cgi(\/|$)/.test(asked.url ?? '')) return refuse(answer, 404, 'Nothing is here.')
    if (!target) {
      answer.setHeader('retry-after', '1')
      return refuse(answer, 503, 'Morning Brief starts. Come again in a moment.')
    }
    const worker = target
    if (!box || !asked.url?.startsWith('/dev/mail')) return handOn(asked, answer, { agent, target, demoKey })
    const ask: AskWorker = (path, init) =>
      fetch(new URL(path, worker), { ...init, headers: { 'x-demo-key': demoKey } })
    serveMailPages(asked, answer, box, ask)
      .then((isServed) => isServed || handOn(asked, answer, { agent, target: worker, demoKey }))
      .catch(() => refuse(answer, 502, 'The worker does not answer; its last lines are in the terminal.'))
  })
  await listen(server, port)
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
  { agent, target, demoKey }: { agent: Agent; target: URL; demoKey: string },
): void {
  const sent = Object.entries(asked.headers).filter(([name]) => !HOP.test(name) && !RESERVED.test(name))
  const headers = { ...Object.fromEntries(sent), 'x-demo-key': demoKey }
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

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
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
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => listening())
  })
}
