import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type NeonProxy, startNeonProxy } from '../../src/local/neon/index.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { appOn } from '../harness/app-on.ts'
import { appAs, json } from '../harness/test-app.ts'
import { until } from '../local/stack.ts'
import { type Cluster, startCluster, WAYS_DOWN } from './cluster.ts'

const ways = Object.keys(WAYS_DOWN) as (keyof typeof WAYS_DOWN)[]
const RESTARTS = process.env.LONG ? 5 : 1
/** How long each outage lasts: longer than a request's patience, so that errors do reach the callers. */
const OUTAGE_MS = process.env.LONG ? 3_000 : 1_800
const PATIENCE_MS = 1_200
const CLIENTS = process.env.LONG ? 8 : 4
/** Between two writes of a client; the long form pauses for nothing. */
const PAUSE_MS = process.env.LONG ? 0 : 20

let cluster: Cluster
let proxy: NeonProxy
let call: ReturnType<typeof appOn>
let token: string

const query = async (text: string) => {
  const { host, port, user, password } = cluster.postgres
  const client = new pg.Client({ host, port, user, password, database: 'postgres' })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  cluster = await startCluster(undefined, { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' })
  const { host, port, user, password } = cluster.postgres
  await migrate({ databaseUrl: `postgres://${user}:${password}@${host}:${port}/postgres`, folder: 'drizzle' })
  proxy = await startNeonProxy({ upstream: { host, port, user, password }, limits: { maxSessions: CLIENTS } })
  ;({ token } = await appAs({
    url: '',
    directUrl: '',
    query: async (text, values) => {
      const client = new pg.Client({ host, port, user, password, database: 'postgres' })
      await client.connect()
      const { rows } = await client.query(text, values)
      await client.end()
      return rows
    },
  }))
  const DATABASE_URL = proxy.url({ database: 'postgres' })
  call = appOn({ DATABASE_URL, DATABASE_TIMEOUT_MS: String(PATIENCE_MS) }, token)
})
afterAll(async () => {
  await proxy?.close()
  await cluster?.remove()
})

it.each(ways)(
  'rides out a Postgres that goes down %s under load',
  async (way) => {
    const errors: number[] = []
    const acknowledged = new Map<string, string>()
    let running = true
    let n = 0

    const client = async () => {
      while (running) {
        const name = `${way} ${n++}`
        const init = json({ name })
        init.headers = { ...init.headers, 'idempotency-key': name }
        const made = await call('/items', init)
        if (made.status === 201) {
          acknowledged.set(made.body.id, name)
          const read = await call(`/items/${made.body.id}`)
          if (read.status === 200) expect(read.body).toEqual(made.body)
          else note(read.status, read.body.code)
        } else note(made.status, made.body.code)
        await sleep(PAUSE_MS)
      }
    }
    const note = (status: number, code: string) => {
      expect([status, code]).toEqual([503, 'database_unavailable'])
      errors.push(Date.now())
    }
    const clients = Array.from({ length: CLIENTS }, client)
    for (let i = 0; i < RESTARTS; i++) {
      await sleep(300)
      const down = Date.now()
      errors.length = 0
      await cluster.end(way)
      await sleep(OUTAGE_MS)
      await cluster.start()
      const up = Date.now()
      await sleep(2_000)
      // Each error is told after the request's patience: what counts is that none is told long after the outage.
      expect(errors.length).toBeGreaterThan(0)
      expect(Math.min(...errors)).toBeGreaterThanOrEqual(down)
      expect(Math.max(...errors) - up).toBeLessThan(2_000)
      const size = errors.length
      await sleep(300)
      expect(errors.slice(size).map((t) => t - up)).toEqual([])
    }
    running = false
    await Promise.all(clients)
    const rows = await query(`select id, name from items where name like '${way} %'`)
    const stored = new Map(rows.map(({ id, name }) => [id, name]))
    for (const [id, name] of acknowledged) expect(stored.get(id)).toBe(name)
    expect(new Set(stored.values()).size).toBe(rows.length)
    // None leaked: no more than the proxy may keep, and none of them in a transaction.
    await until(async () => {
      const [{ open, busy }] = await query(
        `select count(*)::int as open, count(*) filter (where state <> 'idle')::int as busy from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      )
      expect(open).toBeLessThanOrEqual(CLIENTS)
      return busy === 0
    })
  },
  process.env.LONG ? 120_000 : 30_000,
)

it('lets the first request after a start succeed within its patience', async () => {
  await cluster.end('fast')
  const patient = appOn({ DATABASE_URL: proxy.url({ database: 'postgres' }) }, token)
  const first = patient('/items?limit=1')
  await cluster.start()
  expect((await first).status).toBe(200)
})
