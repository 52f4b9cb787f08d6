import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { appOn } from '../harness/app-on.ts'
import { appAs, json } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { until } from '../local/stack.ts'
import { type FaultProxy, NO_FAULTS, startFaultProxy } from './fault-proxy.ts'
import { FAULTS, type FaultName } from './faults.ts'

const database = useTestDatabase()
let proxy: FaultProxy
let token: string
let call: ReturnType<typeof appOn>
const settings = (more: Record<string, string> = {}) => ({
  DATABASE_URL: proxy.url(database.url),
  DATABASE_ATTEMPT_TIMEOUT_MS: '600',
  DATABASE_TIMEOUT_MS: '4000',
  ...more,
})

beforeAll(async () => {
  proxy = await startFaultProxy(inject('neonHost'), 1)
  ;({ token } = await appAs(database))
  call = appOn(settings(), token)
})
afterAll(() => proxy.close())
beforeEach(() => call('/items?limit=1'))

const kinds = Object.keys(FAULTS) as FaultName[]
const roundTrips = (headers: Headers) => Number(/"(\d+) round trip/.exec(headers.get('server-timing')!)![1])
const count = async (name: string) =>
  (await database.query<{ n: number }>('select count(*)::int as n from items where name = $1', [name]))[0]!.n

describe.each(kinds)('%s', (kind) => {
  it('does not reach a reader', async () => {
    const { body: item } = await call('/items', json({ name: `read through ${kind}` }))
    proxy.next(kind, kind)
    const reply = await call(`/items/${item.id}`)
    expect([reply.status, reply.body]).toEqual([200, item])
    expect(roundTrips(reply.headers)).toBe(kind === 'latency' || kind === 'drip' ? 1 : 3)
  })

  it('lets a write with a key happen once', async () => {
    const name = `keyed through ${kind}`
    const init = json({ name })
    init.headers = { ...init.headers, 'idempotency-key': name }
    proxy.next(kind, kind)
    const first = await call('/items', init)
    expect(first.status).toBe(201)
    const again = await call('/items', init)
    expect([again.status, again.body]).toEqual([201, first.body])
    expect(await count(name)).toBe(1)
  })

  it('never repeats a write without a key that may have happened', async () => {
    const name = `plain through ${kind}`
    proxy.next(kind)
    const { status, body } = await call('/items', json({ name }))
    const stored = await count(name)
    if (status === 201) expect(stored).toBe(1)
    else {
      expect([status, body.code]).toEqual([503, 'database_unavailable'])
      expect(stored).toBe(kind.endsWith('_after') ? 1 : 0)
    }
    // What is proved not to have run is run again.
    if (/^(compute|rate|serialization|deadlock|starting|full|latency|drip)/.test(kind))
      expect(status).toBe(201)
  })
})

describe('keys', () => {
  it.each(['PUT', 'DELETE'])('make a %s tell the truth when its answer was lost', async (method) => {
    const { body: item, headers } = await call('/items', json({ name: 'Rye' }))
    const init = method === 'PUT' ? json({ name: 'Spelt' }, 'PUT') : { method }
    const keyed = {
      ...init,
      headers: { ...init.headers, 'idempotency-key': item.id, 'if-match': headers.get('etag')! },
    }
    proxy.next('reset_after', 'closed_after')
    const first = await call(`/items/${item.id}`, keyed)
    expect(first.status).toBe(method === 'PUT' ? 200 : 204)
    expect((await call(`/items/${item.id}`, keyed)).body).toEqual(first.body)
  })
})

describe('readiness', () => {
  it.each([
    ['silence_before', 'waking', '1'],
    ['starting_before', 'waking', '1'],
    ['compute_before', 'not_ready', '5'],
    ['shutdown_after', 'not_ready', '5'],
  ] as const)('calls %s %s', async (kind, status, seconds) => {
    // Long enough that a busy machine's slowness is not taken for silence.
    const call = appOn(settings({ DATABASE_ATTEMPT_TIMEOUT_MS: '1500' }), token)
    proxy.plan = { probability: 1, kinds: [kind] }
    const reply = await call('/ready')
    proxy.plan = NO_FAULTS
    expect([reply.status, reply.body.status, reply.body.ready]).toEqual([503, status, false])
    expect(reply.headers.get('retry-after')).toBe(seconds)
    expect((await call('/ready')).body.status).toBe('ready')
  })
})

describe('maintenance', () => {
  it('serves reads, refuses changes before the database, and says that it is degraded', async () => {
    const maintained = appOn(settings({ READ_ONLY: 'true' }), token)
    expect((await maintained('/items')).status).toBe(200)
    expect((await maintained('/api/v1/me/export')).status).toBe(200)
    const refused = await maintained('/items', json({ name: 'during maintenance' }))
    expect([refused.status, refused.body.code]).toEqual([503, 'read_only'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(roundTrips(refused.headers)).toBe(0)
    expect(await maintained('/ready')).toMatchObject({
      status: 200,
      body: { status: 'degraded', ready: true },
    })
  })
})

describe('giving up', () => {
  it('cancels the statement on the server', async () => {
    const lock = await lockItems()
    const { status, body } = await appOn(settings({ DATABASE_TIMEOUT_MS: '300' }), token)(
      '/items',
      json({ name: 'x' }),
    )
    expect([status, body.code]).toEqual([503, 'database_unavailable'])
    await until(async () => (await waiting()) === 0)
    await lock.release()
    expect(await count('x')).toBe(0)
  })

  it('ends at the deadline', async () => {
    proxy.plan = { probability: 1, kinds: ['compute_before'] }
    const started = Date.now()
    const { status, headers } = await appOn(settings({ DATABASE_TIMEOUT_MS: '400' }), token)('/items')
    expect(status).toBe(503)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Date.now() - started).toBeLessThan(2_000)
    proxy.plan = NO_FAULTS
  })

  const waiting = async () =>
    (
      await database.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      )
    )[0]!.n

  async function lockItems() {
    const { default: pg } = await import('pg')
    const client = new pg.Client(database.directUrl)
    await client.connect()
    await client.query('begin; lock table items in exclusive mode')
    return {
      async release() {
        await client.query('rollback')
        await client.end()
      },
    }
  }
})
