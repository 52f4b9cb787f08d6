import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPeer } from '../bench/bundle.ts'
import type { Server } from '../bench/server.ts'
import { serveWorkerd } from '../bench/workerd.ts'
import { hostileLists } from '../fuzz/cost/hostile-lists.ts'
import { appAs } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { hostileShapeMakers } from '../ingest/parse/hostile-shapes.ts'

/** So long, in milliseconds, somebody else may wait for their answer while the worker is at work. */
const PATIENCE_MS = 100
/** Of what a function may take, 128 MB, what its runtime leaves: a request that needs more ends the worker. */
const HEAP = ['--max-old-space-size=110']
const FEED = 5 * 1024 * 1024 - 200
const BODY = 1024 * 1024 - 1000

const database = useTestDatabase()
let worker: Server
let admin: { authorization: string }
/** The longest wait of all that were borne. */
let worst = 0
/** What is served, made beforehand: this process has to have time for its watch. */
const served = new Map<string, Uint8Array>()
const feeds = createServer((asked, answer) => {
  const feed = served.get(asked.url!)
  answer.writeHead(feed ? 200 : 404, { 'content-type': 'application/xml' }).end(feed)
})
const bytesOf = (text: string, most: number) => new TextEncoder().encode(text).subarray(0, most)

beforeAll(async () => {
  await new Promise<void>((ready) => feeds.listen(0, '127.0.0.1', ready))
  admin = { authorization: `Bearer ${(await appAs(database, { role: 'admin' })).token}` }
  worker = await serveWorkerd({
    bundle: await buildPeer('../../src/worker.ts'),
    bindings: { DATABASE_URL: database.url, DEMO_USER: 'off', FEED_ALLOWED_ORIGINS: feedOrigin() },
    v8Flags: HEAP,
    onLine: () => {},
  })
  await send('/api/v1/me', { headers: admin })
})
afterAll(() => {
  console.log(`a bystander waited ${Math.round(worst)} ms at the most`)
  worker?.stop()
  feeds.close()
  feeds.closeAllConnections()
})

const feedOrigin = () => `http://127.0.0.1:${(feeds.address() as AddressInfo).port}`

async function send(path: string, init: RequestInit = {}): Promise<{ status: number; length: number }> {
  const reply = await fetch(worker.origin + path, init)
  return { status: reply.status, length: (await reply.text()).length }
}

/**
 * Milliseconds that the thread which runs the worker's code has had of a processor. Beside the clock, since a machine that
 * has much else to do lets everybody wait.
 */
function spentMs(): number {
  try {
    return Number(readFileSync(`/proc/${worker.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return performance.now()
  }
}

/** Something is done while a second client asks for GET /health: what came of it, and the longest that one waited. */
async function whileWatched<T>(work: () => Promise<T>): Promise<{ result: T; longest: number }> {
  let longest = 0
  let isOver = false
  const watch = (async () => {
    while (!isOver) {
      const [started, before] = [performance.now(), spentMs()]
      expect((await fetch(`${worker.origin}/health`)).status).toBe(200)
      longest = Math.max(longest, Math.min(performance.now() - started, spentMs() - before))
      await sleep(5)
    }
  })()
  const result = await work().finally(() => {
    isOver = true
  })
  await watch
  return { result, longest }
}

/** What is done must not make a bystander wait; a collection of garbage may, so one of three tries is enough. */
async function expectUnharmed<T>(work: () => Promise<T>): Promise<T> {
  const waits: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const { result, longest } = await whileWatched(work)
    waits.push(Math.round(longest))
    worst = Math.max(worst, longest <= PATIENCE_MS ? longest : 0)
    if (longest <= PATIENCE_MS) return result
  }
  throw new Error(`a bystander waited ${waits.join(', ')} ms`)
}

const nobody = { authorization: `Bearer mb_${'x'.repeat(43)}` }
const json = { 'content-type': 'application/json' }

/** The list as a page's form sends it. */
function form(list: string, type: string): RequestInit {
  const body = `--b\r\ncontent-disposition: form-data; name="opml"; filename="a"\r\ncontent-type: ${type}\r\n\r\n${list}\r\n--b--\r\n`
  return { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b' }, body }
}
const opml = (headers: Record<string, string>, list: string): RequestInit => ({
  method: 'POST',
  headers: { ...headers, 'content-type': 'text/xml' },
  body: bytesOf(list, BODY),
})

describe('a second client in the same isolate', () => {
  it.each([
    ['a charset of spaces', form('<opml/>', `text/xml; charset=${' '.repeat(900_000)}!`)],
    ['folders in folders', form(hostileLists['feeds in folders in folders']!(BODY), 'text/xml')],
    ['end tags', form(hostileLists['end tags of what is not open']!(BODY), 'text/xml')],
  ])('waits for nothing while nobody posts a form of %s', async (_, init) => {
    expect((await expectUnharmed(() => send('/sources/opml', init))).status).toBe(401)
  })

  it.each(Object.entries(hostileLists))(
    'nor while a list of %s comes with a made-up token',
    async (_, make) => {
      const init = opml(nobody, make(BODY))
      const sent = await expectUnharmed(() => send('/api/v1/sources/opml', init))
      expect(sent.status).toBe(401)
    },
  )

  it.each(Object.entries(hostileLists))('nor while an admin imports a list of %s', async (_, make) => {
    const init = opml(admin, make(BODY))
    const sent = await expectUnharmed(() => send('/api/v1/sources/opml', init))
    expect([200, 400]).toContain(sent.status)
    expect(sent.length).toBeLessThan(2 ** 20)
  })

  it.each([
    [
      '/api/v1/articles',
      { source_id: 1, title: 't', link: 'https://a.example/', summary_raw: `<${'a'.repeat(99_990)}` },
    ],
    ['/api/v1/topics', { name: 't', keywords: Array(500_000).fill(1) }],
    ['/api/v1/topics', { name: 't', keywords: Array(90).fill('x'.repeat(11_000)) }],
    ['/items', { name: ' '.repeat(500_000), description: '\ud800' }],
  ])('nor while hostile JSON comes to %s', async (path, body) => {
    const init = { method: 'POST', headers: { ...json, ...nobody }, body: JSON.stringify(body) }
    const sent = await expectUnharmed(() => send(path, init))
    expect([400, 401]).toContain(sent.status)
    expect(sent.length).toBeLessThan(10_000)
  })

  const shapes = Object.keys(hostileShapeMakers)
  const some = ['end tags of what is not open', 'a base longer than the rest', 'an open bracket in the title']
  it.each(
    process.env.LONG
      ? shapes
      : [...some, 'elements beside elements', 'JSON numbers', 'tags of open brackets'],
  )(
    'nor while a feed of %s is read',
    async (name) => {
      const path = `/${encodeURIComponent(name)}`
      served.set(path, bytesOf(hostileShapeMakers[name]!(FEED), FEED))
      const url = feedOrigin() + path
      const init = { method: 'POST', headers: { ...json, ...admin }, body: JSON.stringify({ url }) }
      const sent = await expectUnharmed(() => send('/api/v1/sources/discover', init))
      expect([200, 422]).toContain(sent.status)
    },
    120_000,
  )
})
