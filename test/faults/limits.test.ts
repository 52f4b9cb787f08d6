import http from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { appOn } from '../harness/app-on.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { type FaultProxy, NO_FAULTS, startFaultProxy } from './fault-proxy.ts'

const database = useTestDatabase()
let proxy: FaultProxy
let reader: TestApp
let call: ReturnType<typeof appOn>

beforeAll(async () => {
  proxy = await startFaultProxy(inject('neonHost'), 1)
  reader = await appAs(database)
  call = appOn({ DATABASE_URL: proxy.url(database.url), ...TIMES }, reader.token)
  await call('/items', json({ name: 'Bread flour' }))
})
afterAll(() => proxy.close())

const TIMES = { DATABASE_ATTEMPT_TIMEOUT_MS: '1000', DATABASE_TIMEOUT_MS: '6000' }
const roundTrips = (headers: Headers) => Number(/"(\d+) round trip/.exec(headers.get('server-timing')!)![1])

describe('a read that runs out of its own time', () => {
  it('is answered by Postgres, once, and leaves nothing running', async () => {
    await database.query(`alter table items rename to real_items`)
    await database.query(
      `create view items with (security_invoker) as select real_items.* from real_items, pg_sleep(30) nap`,
    )
    await database.query(`grant select on items to morning_brief_app`)
    const { status, body, headers } = await call('/items?limit=5')
    await database.query(`drop view items`)
    await database.query(`alter table real_items rename to items`)
    expect([status, body.code]).toEqual([504, 'timed_out'])
    expect(roundTrips(headers)).toBe(1)
  })

  it('is asked again when it only waited for a lock', async () => {
    const client = new pg.Client(database.directUrl)
    await client.connect()
    await client.query('begin; lock table items in access exclusive mode')
    const reply = call('/items?limit=5')
    await new Promise((resume) => setTimeout(resume, 1200))
    await client.query('rollback')
    await client.end()
    const { status, headers } = await reply
    expect(status).toBe(200)
    expect(roundTrips(headers)).toBeGreaterThan(1)
  })
})

it('calls an answer that Neon does not give because of its size too large, and does not ask again', async () => {
  let asked = 0
  const text = '{"message":"response is too large (max is 67108864 bytes)","code":null}'
  const server = http.createServer((request, response) => {
    asked++
    request.resume().on('end', () => response.writeHead(507).end(text))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = Object.assign(new URL(database.url), { port: (server.address() as AddressInfo).port })
  const { status, body } = await appOn({ DATABASE_URL: url.href }, reader.token)('/items')
  server.close()
  expect([status, body.code, asked]).toEqual([422, 'answer_too_large', 1])
})

describe('an export', () => {
  const path = '/api/v1/me/export'

  it('is opened again when its connection is lost before it begins', async () => {
    proxy.next('reset_before')
    const { status, body } = await call(path)
    expect([status, body.items.length]).toEqual([200, 1])
  })

  it('says that the database is away when it is', async () => {
    proxy.plan = { probability: 1, kinds: ['reset_before'] }
    const { status, body } = await call(path)
    proxy.plan = NO_FAULTS
    expect([status, body.code]).toEqual([503, 'database_unavailable'])
  })

  it('breaks off when its session dies on the way, and does not pretend to be whole', async () => {
    await database.query(
      `insert into items (user_id, name, description) select $1, 'x', repeat('x', 10000) from generate_series(1, 2000)`,
      [reader.userId],
    )
    const response = await reader.request(path)
    expect(response.status).toBe(200)
    const body = response.body!.getReader()
    await body.read()
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like 'fetch%' and datname = current_database()`,
    )
    await expect(
      (async () => {
        while (!(await body.read()).done);
      })(),
    ).rejects.toThrow()
  })

  it('gives its connection back when the client goes away, or only asks for the head', async () => {
    const response = await reader.request(path)
    const body = response.body!.getReader()
    await body.read()
    await body.cancel()
    expect((await reader.request(path, { method: 'HEAD' })).status).toBe(200)
    await expect.poll(sessions, { timeout: 5_000 }).toBe(0)
  })

  it('is one of three at the most of one reader, who is told to wait', async () => {
    const open = await Promise.all([1, 2, 3].map(() => reader.request(path)))
    const { status, body, headers } = await reader.call(path)
    expect([status, body.code]).toEqual([429, 'too_many_requests'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    const other = await appAs(database)
    expect((await other.call(path)).status).toBe(200)
    for (const response of open) await response.body!.cancel()
    await expect.poll(sessions, { timeout: 5_000 }).toBe(0)
    expect((await reader.call(path)).status).toBe(200)
  })

  it('shows one moment, whatever happens meanwhile', async () => {
    const response = await reader.request(path)
    const { body: todo } = await reader.call('/api/todos', json({ description: 'Made meanwhile' }))
    expect(await response.json()).toMatchObject({ todos: [] })
    expect((await reader.call(path)).body.todos).toEqual([todo])
  })

  /** Transactions that are open in a session. */
  const sessions = async () =>
    (
      await database.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
         where datname = current_database() and state = 'idle in transaction'`,
      )
    )[0]!.n
})
