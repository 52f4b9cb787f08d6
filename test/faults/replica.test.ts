import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type NeonProxy, startNeonProxy } from '../../src/local/neon/index.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { appOn, type Reply } from '../harness/app-on.ts'
import { appAs, json } from '../harness/test-app.ts'
import { until } from '../local/stack.ts'
import { type Cluster, startCluster, startStandby } from './cluster.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

let primary: Cluster
let standby: Cluster
const proxies: NeonProxy[] = []
const roads: FaultProxy[] = []
let call: ReturnType<typeof appOn>

const neon = async ({ postgres }: Cluster) => {
  const { host, port, user, password } = postgres
  const proxy = await startNeonProxy({ upstream: { host, port, user, password } })
  proxies.push(proxy)
  // Breaks nothing: it counts who was asked.
  const road = await startFaultProxy(`127.0.0.1:${proxy.port}`, 1)
  roads.push(road)
  return road.url(proxy.url({ database: 'postgres' }))
}
const query = async ({ postgres }: Cluster, text: string, values: unknown[] = []) => {
  const { host, port, user, password } = postgres
  const client = new pg.Client({ host, port, user, password, database: 'postgres' })
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}
/** How many requests each server got meanwhile. */
const asked = async (work: () => Promise<unknown>) => {
  const total = () => roads.map(({ counts }) => counts.none ?? 0)
  const before = total()
  await work()
  return total().map((n, i) => n - before[i]!)
}
const source = (name: string) =>
  json({ name, url: `https://${name}.example`, feed_url: `https://${name}.example/feed` })
const caughtUp = () =>
  until(async () => {
    const [{ lsn }] = await query(primary, 'select pg_current_wal_insert_lsn() as lsn')
    const [{ there }] = await query(standby, 'select pg_last_wal_replay_lsn() >= $1::pg_lsn as there', [lsn])
    return there
  })
const after = ({ headers }: Reply) => ({ headers: { 'last-write': headers.get('last-write')! } })

beforeAll(async () => {
  primary = await startCluster()
  const { host, port, user, password } = primary.postgres
  await migrate({ databaseUrl: `postgres://${user}:${password}@${host}:${port}/postgres`, folder: 'drizzle' })
  const { token } = await appAs(
    { url: '', directUrl: '', query: (text, values) => query(primary, text, values) as never },
    { role: 'admin' },
  )
  await primary.end('fast')
  standby = await startStandby(primary)
  await primary.start()
  await caughtUp()
  const settings = {
    DATABASE_URL: await neon(primary),
    DATABASE_REPLICA_URL: await neon(standby),
    DATABASE_TIMEOUT_MS: '4000',
    DATABASE_ATTEMPT_TIMEOUT_MS: '1000',
  }
  call = appOn(settings, token)
})
afterAll(async () => {
  for (const road of roads) await road.close()
  for (const proxy of proxies) await proxy.close()
  await standby?.remove()
  await primary?.remove()
})

it('asks the replica for what is shared, and the primary for all else', async () => {
  expect(await asked(() => call('/api/v1/sources'))).toEqual([0, 1])
  expect(await asked(() => call('/items'))).toEqual([1, 0])
  expect(await asked(() => call('/items', json({ name: 'x' })))).toEqual([1, 0])
  expect((await call('/ready')).body.status).toBe('ready')
})

it('shows everybody what they wrote, though the replica lags behind', async () => {
  await query(standby, 'select pg_wal_replay_pause()')
  const made = await call('/api/v1/sources', source('lagging'))
  expect(made.status).toBe(201)
  expect(made.headers.get('set-cookie')).toMatch(
    /last_write=\d+; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax/,
  )
  const path = `/api/v1/sources/${made.body.id}`
  expect((await call(path)).status).toBe(404)
  expect(await asked(async () => expect((await call(path, after(made))).status).toBe(200))).toEqual([1, 1])
  const cookie = { headers: { cookie: `last_write=${made.headers.get('last-write')}` } }
  expect((await call(path, cookie)).status).toBe(200)
  await query(standby, 'select pg_wal_replay_resume()')
  await caughtUp()
  expect(await asked(async () => expect((await call(path, after(made))).status).toBe(200))).toEqual([0, 1])
  const future = { headers: { 'last-write': '999999999999' } }
  expect((await call(path, future)).status).toBe(200)
})

it('holds every write until its own reads, of many at the same moment', async () => {
  const names = Array.from({ length: process.env.LONG ? 40 : 20 }, (_, i) => `crowd-${i}`)
  await Promise.all(
    names.map(async (name) => {
      const made = await call('/api/v1/sources', source(name))
      expect((await call(`/api/v1/sources/${made.body.id}`, after(made))).body.name).toBe(name)
    }),
  )
})

it('serves reads without the primary, refuses changes, and comes back by itself', async () => {
  const item = await call('/items', json({ name: 'kept' }))
  await caughtUp()
  await query(standby, 'select pg_wal_replay_pause()')
  const late = await call('/items', json({ name: 'written just before' }))
  await primary.end('fast')

  expect((await call(`/items/${item.body.id}`)).body).toEqual(item.body)
  expect((await call('/api/v1/sources')).status).toBe(200)
  const refused = await call('/items', json({ name: 'too late' }))
  expect([refused.status, refused.body.code]).toEqual([503, 'read_only'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await call('/ready')).toMatchObject({ status: 200, body: { status: 'degraded', ready: true } })

  // Never an older answer than what the caller wrote: it is waited for, and told when it does not come.
  expect((await call(`/items/${late.body.id}`, after(late))).status).toBe(503)
  const waiting = call(`/items/${late.body.id}`, after(late))
  await query(standby, 'select pg_wal_replay_resume()')
  expect((await waiting).body).toEqual(late.body)
  expect((await call('/items', { headers: { authorization: 'Bearer mb_x' } })).status).toBe(200)

  await primary.start()
  expect((await call('/items', json({ name: 'again' }))).status).toBe(201)
  await until(async () => (await call('/ready')).body.status === 'ready')
  const { body } = await call('/items')
  expect(body.items.map(({ name }: { name: string }) => name).sort()).toEqual(
    ['again', 'kept', 'written just before', 'x'].sort(),
  )
})

it('takes no changes while the primary is read-only, and does again by itself', async () => {
  await query(primary, 'alter system set default_transaction_read_only = on')
  await query(primary, 'select pg_reload_conf()')
  await until(async () => (await call('/ready')).body.status === 'degraded')
  // A session of the proxy may have its reload before or after its next statement.
  await until(async () => (await call('/items', json({ name: 'no' }))).body.code === 'read_only')
  expect((await call('/items')).status).toBe(200)
  await query(primary, 'alter system reset default_transaction_read_only')
  await query(primary, 'select pg_reload_conf()')
  await until(async () => (await call('/items', json({ name: 'yes' }))).status === 201)
})
