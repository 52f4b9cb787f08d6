import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Front, listenInFront } from '../../src/local/dev/front.ts'
import { freePort } from '../../src/local/postgres/port.ts'
import { startSampleFeeds } from '../../src/local/samples/index.ts'

let port: number
let front: Front
const arrived: { headers: IncomingHttpHeaders; url: string | undefined; body: string }[] = []
const behind = createServer(async (asked, answer) => {
  let body = ''
  for await (const chunk of asked) body += chunk
  arrived.push({ headers: asked.headers, url: asked.url, body })
  answer.writeHead(201, { 'x-from': 'behind', 'set-cookie': ['a=1', 'b=2'] })
  answer.end('made')
})

beforeAll(async () => {
  port = await freePort()
  front = await listenInFront(port, 'the key')
  await new Promise<void>((ready) => behind.listen(0, '127.0.0.1', ready))
})
afterAll(async () => {
  await front.close()
  behind.close()
})

/** Not by fetch, which lets nobody choose the Host. */
const ask = (path: string, headers: Record<string, string> = {}, body?: string) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, async (reply) => {
      let text = ''
      for await (const chunk of reply) text += chunk
      resolve({ status: reply.statusCode!, headers: reply.headers, text })
    })
    sent.once('error', reject).end(body)
  })

it('asks to come again while the worker starts, then hands on as it was sent', async () => {
  expect(await ask('/')).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
  front.open(`http://127.0.0.1:${(behind.address() as AddressInfo).port}`)
  const reply = await ask('/items?limit=2', { accept: 'text/html', 'content-type': 'text/plain' }, 'a body')
  expect(reply).toMatchObject({
    status: 201,
    text: 'made',
    headers: { 'x-from': 'behind', 'set-cookie': ['a=1', 'b=2'] },
  })
  expect(arrived.at(-1)).toMatchObject({
    url: '/items?limit=2',
    body: 'a body',
    headers: { host: `127.0.0.1:${port}`, accept: 'text/html', 'x-demo-key': 'the key' },
  })
})

it('hands on nothing that tells the worker where it is or who asks', async () => {
  await ask('/', {
    'mf-original-url': 'http://localhost/',
    'MF-Disable-Pretty-Error': 'x',
    'cf-connecting-ip': '1.2.3.4',
    'x-demo-key': 'a guess',
  })
  const names = Object.keys(arrived.at(-1)!.headers)
  expect(names.filter((name) => /^(mf|cf)-/.test(name))).toEqual([])
  expect(arrived.at(-1)!.headers['x-demo-key']).toBe('the key')
})

it.each(['evil.example', 'localhost.evil.example:80', 'localhost:1', '10.0.0.1:8787', 'localhost'])(
  'refuses the host %j',
  async (host) => {
    const before = arrived.length
    const headers = { host: host.replace(':80', `:${port}`), 'mf-original-url': `http://localhost:${port}/` }
    expect((await ask('/', headers)).status).toBe(421)
    expect(arrived).toHaveLength(before)
  },
)

it.each(['localhost', 'LOCALHOST', '127.0.0.1', '[::1]'])('serves the host %j', async (name) => {
  expect((await ask('/', { host: `${name}:${port}` })).status).toBe(201)
})

it('leaves the simulator’s own addresses to itself', async () => {
  expect((await ask('/cdn-cgi/handler/scheduled?cron=*')).status).toBe(404)
})

it('has the port that was asked for, so that nothing else of ours takes it', async () => {
  const samples = await startSampleFeeds({ port })
  expect(new URL(samples.origin).port).not.toBe(String(port))
  await samples.close()
  await expect(listenInFront(port, 'x')).rejects.toThrow(/is taken by another program/)
})
