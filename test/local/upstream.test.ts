import { neon } from '@neondatabase/serverless'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type NeonProxy, startNeonProxy } from '../../src/local/neon/index.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/local/postgres/index.ts'
import { copyCluster } from '../harness/blank-cluster.ts'
import { temporaryFolder, until, useProxy } from './stack.ts'

const { folder, remove } = temporaryFolder()
let postgres: EmbeddedPostgres
let proxy: NeonProxy
let url: string

const start = (port?: number) =>
  startEmbeddedPostgres({ dataDir: folder, durable: false, ...(port ? { port } : {}) })

beforeAll(async () => {
  copyCluster(inject('blankCluster'), folder)
  postgres = await start()
  const { host, port, user, password } = postgres
  proxy = await startNeonProxy({ upstream: { host, port, user, password } })
  useProxy(proxy.port)
  url = proxy.url()
})
afterAll(async () => {
  await proxy?.close()
  await postgres?.stop()
  remove()
})

test('32 clients at once, without an error', async () => {
  const until = Date.now() + (process.env.LONG ? 60_000 : 2_000)
  const answered = await Promise.all(
    Array.from({ length: 32 }, async (_, client) => {
      const sql = neon(url)
      let count = 0
      while (Date.now() < until) {
        const [row] = await sql`select ${client}::int as client, ${count}::int as count, pg_sleep(0.001)`
        expect(row).toMatchObject({ client, count })
        count++
      }
      return count
    }),
  )
  expect(Math.min(...answered)).toBeGreaterThan(0)
}, 90_000)

test('Postgres stops and comes back: errors meanwhile, then all works, without a restart of the proxy', async () => {
  const sql = neon(url)
  const tunnel = new pg.Client({ connectionString: url })
  tunnel.on('error', () => {})
  await tunnel.connect()
  const cut = new Promise((resolve) => tunnel.once('end', () => resolve('cut')))
  const interrupted = Promise.all([1, 2, 3].map(() => sql`select pg_sleep(1000)`.catch((error) => error)))
  await until(
    async () => (await sql`select 1 from pg_stat_activity where query like '%pg_sleep(%'`).length >= 3,
  )
  await postgres.stop()
  for (const error of await interrupted) expect(error).toMatchObject({ code: '57P01' })
  expect(await cut).toBe('cut')

  const down = await sql`select 1`.catch((error) => error)
  expect(down.message).toMatch(/HTTP status 500.*Couldn't connect to compute node/)
  expect(down.message).not.toContain(postgres.password)
  const refused = await new pg.Client({ connectionString: url }).connect().catch((error) => error)
  expect(refused).toMatchObject({ code: '08001' })

  postgres = await start(postgres.port)
  const answers = await Promise.all(Array.from({ length: 40 }, () => sql`select 1 as one`))
  expect(answers).toEqual(Array(40).fill([{ one: 1 }]))
})

test('connections that Postgres ended are never handed to a request', async () => {
  const sql = neon(url)
  for (let round = 0; round < 3; round++) {
    await Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.01)`))
    const admin = new pg.Client(postgres)
    await admin.connect()
    await admin.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = $1',
      ['client backend'],
    )
    await admin.end()
    expect(await Promise.all(Array.from({ length: 4 }, () => sql`select 1 as one`))).toEqual(
      Array(4).fill([{ one: 1 }]),
    )
  }
})

test('many databases share the connections there are', async () => {
  const { host, port, user, password } = postgres
  const small = await startNeonProxy({
    upstream: { host, port, user, password },
    limits: { maxTotalSessions: 4 },
  })
  const ask = async (name: string) => {
    const response = await fetch(`http://127.0.0.1:${small.port}/sql`, {
      method: 'POST',
      headers: { 'Neon-Connection-String': `${small.url()}?application_name=${name}` },
      body: JSON.stringify({
        query: `select count(*)::int as count from pg_stat_activity where application_name like 'many%'`,
      }),
    })
    return (await response.json()) as { rows: { count: number }[] }
  }
  // A session that was closed ends in Postgres a moment later.
  for (let n = 0; n < 12; n++)
    await expect.poll(async () => (await ask(`many${n}`)).rows[0]!.count).toBeLessThanOrEqual(5)
  await small.close()
})
