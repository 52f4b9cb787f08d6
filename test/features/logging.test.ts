import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { isNearlyFull } from '../../src/db/connections.ts'
import { forgetExpired } from '../../src/features/tokens/forget-expired.ts'
import { freePort } from '../../src/local/postgres/port.ts'
import { appAs, appAsDemo, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
/** Nobody listens here. */
const closed = await freePort()
let app: TestApp
beforeAll(async () => {
  app = await appAs(database)
})

type Line = { level: string; event: string; [field: string]: unknown }
const spies = () => [vi.spyOn(console, 'log'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')]
let consoles: ReturnType<typeof spies>
beforeEach(() => {
  consoles = spies()
})
afterEach(async () => {
  // The level is the isolate's, which these tests share.
  await createApp().request('/health', {}, {})
  vi.restoreAllMocks()
})
const lines = () =>
  consoles.flatMap(({ mock }) => mock.calls.map(([line]) => JSON.parse(String(line)) as Line))

const withEnv = (env: object, path = '/items', init?: RequestInit) =>
  createApp().request(
    path,
    { ...init, headers: { ...(init?.headers as object), authorization: `Bearer ${app.token}` } },
    { DATABASE_URL: database.url, ...env },
  )

describe('LOG_LEVEL', () => {
  it.each([
    ['debug', ['query', 'request']],
    ['info', ['request']],
    ['warn', []],
    ['error', []],
  ])('%s logs %j of an ordinary request', async (LOG_LEVEL, events) => {
    expect((await withEnv({ LOG_LEVEL })).status).toBe(200)
    expect(lines().map(({ event }) => event)).toEqual(events)
  })

  it('names the setting when it is none of the levels', async () => {
    const reply = await withEnv({ LOG_LEVEL: 'loud' })
    expect(await reply.json()).toMatchObject({
      code: 'misconfigured',
      detail: expect.stringContaining('LOG_LEVEL'),
    })
  })
})

describe('a slow statement', () => {
  const slow = async (env: object) => {
    const secret = 'a very private thought'
    await withEnv({ SLOW_QUERY_MS: '0', ...env }, '/items', json({ name: secret }))
    const [line] = lines().filter(({ event }) => event === 'slow_query')
    expect(JSON.stringify(lines())).not.toContain(secret)
    return line
  }

  it('is logged with its SQL in development, and without its parameters', async () => {
    const line = await slow({})
    expect(line).toMatchObject({ level: 'warn', statement: 'items.create', ms: expect.any(Number) })
    expect(line!.sql).toMatch(/insert into "items"/)
  })

  it('is logged by its name alone where there is no demo user', async () => {
    expect(Object.keys((await slow({ DEMO_USER: 'off' }))!)).not.toContain('sql')
  })
})

describe('a database that cannot be reached', () => {
  it.each([
    [`postgres://u:hunter2@127.0.0.1:${closed}/x`, 'connection_refused'],
    ['postgres://u:hunter2@nowhere.invalid/x', 'host_unknown'],
  ])('%s: the log and readiness say why, and nothing of the address', async (DATABASE_URL, reason) => {
    const env = { DATABASE_URL, DATABASE_TIMEOUT_MS: '300' }
    const reply = await withEnv(env, '/health/ready')
    expect([reply.status, await reply.json()]).toMatchObject([503, { ready: false, error: reason }])
    const failed = lines().filter(({ event }) => event === 'query_failed')
    expect(failed[0]).toMatchObject({ level: 'warn', statement: 'health.ready', reason })
    expect(JSON.stringify(lines())).not.toMatch(/hunter2|nowhere\.invalid|127\.0\.0\.1/)
  })

  it('a wrong password is told from a server that is away', async () => {
    const url = new URL(database.url)
    url.password = 'wrong'
    const reply = await withEnv({ DATABASE_URL: url.href }, '/health/ready')
    expect([reply.status, await reply.json()]).toMatchObject([503, { error: 'password_refused' }])
    expect(lines().filter(({ event }) => event === 'query_failed')[0]).toMatchObject({
      reason: 'password_refused',
    })
  })

  it('a plain Postgres is told from a server that is away, in a second', async () => {
    const started = Date.now()
    const reply = await withEnv({ DATABASE_URL: database.directUrl })
    expect([reply.status, await reply.json()]).toMatchObject([
      503,
      { code: 'database_unavailable', detail: expect.stringMatching(/Neon's protocol.*npm run db:start/) },
    ])
    expect(Date.now() - started).toBeLessThan(3_000)
    const attempts = lines().filter(({ event }) => event === 'query_failed').length
    expect(attempts).toBeLessThan(12)
  })

  it('the first statement of an isolate may take longer than that second', async () => {
    const url = new URL(database.url)
    url.searchParams.set('application_name', 'an isolate that nothing has answered yet')
    const [reply] = await Promise.all([
      withEnv({ DATABASE_URL: url.href }),
      database.query('begin; lock table items; select pg_sleep(1.5); commit'),
    ])
    expect(reply.status).toBe(200)
  })

  it('none at all is 503, and the log names the setting', async () => {
    const reply = await createApp().request('/items', {}, {})
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await reply.json()).toMatchObject({
      code: 'database_unavailable',
      detail: expect.stringContaining('DATABASE_URL'),
    })
    expect(lines()).toMatchObject([
      {
        level: 'error',
        status: 503,
        error: 'NoDatabaseError',
        settings: 'DATABASE_URL: is missing',
      },
    ])
  })
})

describe('connections that run out', () => {
  it('are told by the cron and on /status, from 80 % of the limit on', async () => {
    expect([isNearlyFull(78, 97), isNearlyFull(77, 97)]).toEqual([true, false])
    const config = readConfig({ DATABASE_URL: database.url })
    await forgetExpired(config)
    const warned = () => lines().filter(({ event }) => event === 'connections_nearly_full')
    expect(warned()).toEqual([])
    const demo = await appAsDemo(database)
    const page = async () => (await demo.request('/status')).text()
    expect(await page()).toMatch(/Connections<\/dt><dd>\d+ of \d+/)
    expect(await page()).not.toContain('More than 80 %')
    // A server that is as good as full, to all who ask it about this database.
    await database.query(
      `create function public.current_setting(name text) returns text language sql as
         $$ select case when name = 'max_connections' then '4' else pg_catalog.current_setting(name) end $$`,
    )
    const name = new URL(database.url).pathname.slice(1)
    await database.query(`alter database ${name} set search_path = public, pg_catalog`)
    // What is open already keeps its path: it is closed, as by a restart.
    await database.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    await expect.poll(async () => (await page()).includes('More than 80 %'), { timeout: 10_000 }).toBe(true)
    await forgetExpired(config)
    expect(warned()[0]).toMatchObject({ level: 'warn', max_connections: 1 })
  })
})
