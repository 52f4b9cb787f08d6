import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const ROUNDS = process.env.LONG ? 200 : 5
const PARALLEL = 50

let app: TestApp
beforeAll(async () => {
  app = await appAs(database)
})

const keyed = (key: string, body: unknown): RequestInit => {
  const init = json(body)
  return { ...init, headers: { ...init.headers, 'idempotency-key': key } }
}
const countItems = async (name: string) =>
  (await database.query('select from items where name = $1', [name])).length

describe('an Idempotency-Key', () => {
  it('gives a repetition the same reply, and does nothing', async () => {
    const first = await app.request('/items', keyed('"quoted"', { name: 'once' }))
    const again = await app.request('/items', keyed('quoted', { name: 'once' }))
    expect([again.status, await again.text()]).toEqual([201, await first.text()])
    for (const name of ['location', 'etag']) expect(again.headers.get(name)).toBe(first.headers.get(name))
    // The first finds that it was done before, the second reads what was answered then.
    expect(again.headers.get('server-timing')).toContain('2 round trips')
    expect(await countItems('once')).toBe(1)
  })

  it('stands for one body, one route and one user', async () => {
    await app.call('/items', keyed('k', { name: 'a' }))
    for (const send of [
      () => app.call('/items', keyed('k', { name: 'b' })),
      () => app.call('/api/todos', keyed('k', { description: 'a' })),
    ]) {
      const reply = await send()
      expect([reply.status, reply.body.code]).toEqual([422, 'idempotency_key_reused'])
    }
    expect((await (await appAs(database)).call('/items', keyed('k', { name: 'b' }))).status).toBe(201)
  })

  it('keeps only what was done: after a failure the same key may try again', async () => {
    expect((await app.call('/items', keyed('f', { name: '' }))).status).toBe(400)
    expect((await app.call('/items', keyed('f', { name: 'mended' }))).status).toBe(201)
    await app.call('/api/v1/topics', json({ name: 'Twice', keywords: ['x'] }))
    const twin = keyed('g', { name: 'Twice', keywords: ['x'] })
    expect((await app.call('/api/v1/topics', twin)).status).toBe(409)
    await database.query('delete from topics where user_id = $1', [app.userId])
    expect((await app.call('/api/v1/topics', twin)).status).toBe(201)
  })

  const WAITED = 'gives the winner’s reply to whoever waited for it, also where there is room for one only'
  it(WAITED, { timeout: 600_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const topic = keyed(`t${round}`, { name: `Unique ${round}`, keywords: ['x'] })
      const made = await Promise.all([1, 2, 3, 4].map(() => app.call('/api/v1/topics', topic)))
      expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201])
      expect(new Set(made.map(({ body }) => body.id)).size).toBe(1)
      await app.call(`/api/v1/topics/${made[0]!.body.id}`, { method: 'DELETE' })
      const { body, headers } = await app.call('/items', json({ name: 'to be removed' }))
      const change = { 'idempotency-key': `d${round}`, 'if-match': headers.get('etag')! }
      const removed = await Promise.all(
        [1, 2, 3, 4].map(() => app.call(`/items/${body.id}`, { method: 'DELETE', headers: change })),
      )
      expect(removed.map(({ status }) => status)).toEqual([204, 204, 204, 204])
    }
  })

  it('gives the same feed address again, and says so when it cannot', async () => {
    const put = (of: TestApp['call'] = app.call, token = app.token) =>
      of('/api/v1/feed-token', {
        method: 'PUT',
        headers: { 'idempotency-key': 'feed', authorization: `Bearer ${token}` },
      })
    const [first, again] = [await put(), await put()]
    expect([first.status, again.status]).toEqual([200, 200])
    expect(again.body).toEqual(first.body)
    expect(again.body.token_hash).toBeUndefined()
    const { pathname, search } = new URL(again.body.url)
    expect((await app.request(pathname + search)).status).toBe(200)
    const other = await app.call('/api/v1/tokens', json({ name: 'another' }))
    const late = await put(app.call, other.body.token)
    expect([late.status, late.body.code]).toEqual([409, 'conflict'])
  })

  it('is forgotten after its day', async () => {
    const first = await app.call('/items', keyed('old', { name: 'old' }))
    await database.query(`update idempotency_keys set expires_at = now() where key = 'old'`)
    const second = await app.call('/items', keyed('old', { name: 'new' }))
    expect(second.status).toBe(201)
    expect(second.body.id).not.toBe(first.body.id)
    expect((await app.call('/items', keyed('old', { name: 'new' }))).body).toEqual(second.body)
  })

  it.each(['', '""', 'x'.repeat(256), 'é', 'a\tb'])('refuses the key %j', async (key) => {
    const reply = await app.call('/items', keyed(key, { name: 'x' }))
    expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, '#/header/Idempotency-Key'])
  })

  it(`runs once for ${PARALLEL} at the same moment, ${ROUNDS} times`, { timeout: 600_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const name = `parallel ${round}`
      const replies = await Promise.all(
        Array.from({ length: PARALLEL }, () => app.request('/items', keyed(name, { name }))),
      )
      expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]))
      expect(new Set(await Promise.all(replies.map((reply) => reply.text()))).size).toBe(1)
      expect(await countItems(name)).toBe(1)
    }
  })
})

describe('a reply that is lost between commit and client', () => {
  let cut = 0
  const road = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers
    const answer = await fetch(`http://${new URL(database.url).host}${request.url}`, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: Buffer.concat(chunks),
    })
    const body = await answer.text()
    if (cut > 0 && body.includes('stale_token_id')) {
      cut--
      request.socket.destroy()
    } else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body)
  })
  let away: TestApp
  beforeAll(async () => {
    await new Promise<void>((done) => road.listen(0, '127.0.0.1', done))
    const url = new URL(database.url)
    url.port = String((road.address() as AddressInfo).port)
    away = await appAs(database, { env: { DATABASE_URL: url.href } })
  })
  afterAll(() => new Promise((done) => road.close(done)))

  it(`was done once all the same, ${ROUNDS} times`, { timeout: 600_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const name = `lost ${round}`
      // More than the service itself tries again, so that the client has to.
      cut = 1 + (round % 3)
      let reply = await away.call('/items', keyed(name, { name }))
      for (let tries = 0; reply.status !== 201 && tries < 5; tries++) {
        expect([reply.status, reply.body.code]).toEqual([503, 'database_unavailable'])
        await new Promise((retry) => setTimeout(retry, 20))
        reply = await away.call('/items', keyed(name, { name }))
      }
      expect(reply.status).toBe(201)
      expect(cut).toBe(0)
      const rows = await database.query('select id from items where name = $1', [name])
      expect(rows).toEqual([{ id: reply.body.id }])
    }
  })
})
