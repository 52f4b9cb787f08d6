import { once } from 'node:events'
import { chownSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, neon } from '@neondatabase/serverless'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { WebSocket } from 'ws'
import { type NeonProxy, startNeonProxy } from '../../src/local/neon/index.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/local/postgres/index.ts'
import { copyCluster } from '../harness/blank-cluster.ts'
import { temporaryFolder, useProxy } from './stack.ts'
import { CERTIFICATE, PRIVATE_KEY } from './tls.ts'

/** A Postgres as a hoster runs it: TLS required, SCRAM, a password of any characters. */
const USER = 'some one'
const PASSWORD = `p@ss:w/o?r#d%20 "ü'\\`
const { folder, remove } = temporaryFolder()
let postgres: EmbeddedPostgres
let proxy: NeonProxy

beforeAll(async () => {
  copyCluster(inject('blankCluster'), folder)
  const first = await startEmbeddedPostgres({ dataDir: folder, durable: false })
  const admin = new pg.Client(first)
  await admin.connect()
  await admin.query(`create role "${USER}" login password ${admin.escapeLiteral(PASSWORD)}`)
  await admin.query(`create database "own db" owner "${USER}"`)
  await admin.end()
  await first.stop()
  const cluster = join(folder, 'postgres')
  const { uid, gid } = statSync(cluster)
  const files = {
    'server.crt': CERTIFICATE,
    'server.key': PRIVATE_KEY,
    'pg_hba.conf': 'hostssl all all 127.0.0.1/32 scram-sha-256\n',
  }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(cluster, name), text, { mode: 0o600 })
    chownSync(join(cluster, name), uid, gid)
  }
  postgres = await startEmbeddedPostgres({ dataDir: folder, durable: false, settings: { ssl: 'on' } })
  const { host, port } = postgres
  proxy = await startNeonProxy({
    upstream: { host, port, user: USER, password: PASSWORD, ssl: { ca: CERTIFICATE } },
    allowPages: false,
  })
  useProxy(proxy.port)
})
afterAll(async () => {
  await proxy?.close()
  await postgres?.stop()
  remove()
})

const SELECT = `select current_user as who, current_database() as database, ssl from pg_stat_ssl where pid = pg_backend_pid()`
const EXPECTED = [{ who: USER, database: 'own db', ssl: true }]

test('HTTP', async () => {
  expect(await neon(proxy.url({ database: 'own db' })).query(SELECT)).toEqual(EXPECTED)
})

test('no web page may ask', async () => {
  const origin = 'https://evil.example'
  const base = `127.0.0.1:${proxy.port}`
  for (const method of ['POST', 'OPTIONS']) {
    const reply = await fetch(`http://${base}/sql`, { method, headers: { origin } })
    expect([reply.status, await reply.json()]).toEqual([403, 'pages may not ask here'])
  }
  const socket = new WebSocket(`ws://${base}/v2`, { origin })
  const [error] = await once(socket, 'error')
  expect(String(error)).toContain('403')
})

test.each([
  [
    'WebSocket',
    () => new Client({ connectionString: proxy.url({ database: 'own db' }) }) as unknown as pg.Client,
  ],
  ['plain Postgres', () => new pg.Client({ connectionString: proxy.url({ database: 'own db' }) })],
])('%s', async (_, create) => {
  const client = create()
  await client.connect()
  expect((await client.query(SELECT)).rows).toEqual(EXPECTED)
  await client.end()
})

test('a query is cancelled there, too', async () => {
  const aborter = new AbortController()
  const sql = neon(proxy.url({ database: 'own db' }))
  const gone = sql
    .query('select pg_sleep(1000)', [], { fetchOptions: { signal: aborter.signal } })
    .catch(() => 'gone')
  const running = async () =>
    (
      await sql.query(
        `select 1 from pg_stat_activity where query = 'select pg_sleep(1000)' and state = 'active'`,
      )
    ).length
  while ((await running()) === 0);
  aborter.abort()
  expect(await gone).toBe('gone')
  while ((await running()) === 1);
})

test('without TLS, or with a certificate nobody vouches for, nobody gets in', async () => {
  const { host, port } = postgres
  for (const upstream of [
    { host, port },
    { host, port, ssl: true },
  ]) {
    const other = await startNeonProxy({ upstream: { ...upstream, user: USER, password: PASSWORD } })
    const response = await fetch(`http://127.0.0.1:${other.port}/sql`, {
      method: 'POST',
      headers: { 'Neon-Connection-String': other.url({ database: 'own db' }) },
      body: '{"query":"select 1"}',
    })
    expect([400, 500]).toContain(response.status)
    expect(await response.text()).not.toContain('p@ss')
    await other.close()
  }
})
