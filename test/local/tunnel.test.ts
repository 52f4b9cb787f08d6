import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client, neonConfig, Pool } from '@neondatabase/serverless'
import pg from 'pg'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startStack, until } from './stack.ts'

const stack = startStack()
const run = promisify(execFile)

test.each([
  ['the driver’s', () => new Client({ connectionString: stack.url }) as unknown as pg.Client],
  ['pg’s', () => new pg.Client({ connectionString: stack.url })],
])('%s client: transactions, errors, big results', async (_, create) => {
  const client = create()
  await client.connect()
  try {
    await client.query('create temp table t (id int primary key)')
    await client.query('begin')
    await client.query('insert into t values ($1)', [1])
    await expect(client.query('insert into t values ($1)', [1])).rejects.toMatchObject({
      code: '23505',
      detail: expect.any(String),
    })
    await client.query('rollback')
    expect((await client.query('select count(*)::int as count from t')).rows).toEqual([{ count: 0 }])
    const { rows } = await client.query(`select repeat('ü', 1000) as text from generate_series(1, 5000)`)
    expect([rows.length, rows.at(-1)!.text.length]).toEqual([5000, 1000])
    const big = 'x'.repeat(3_000_000)
    expect((await client.query('select length($1::text) as length', [big])).rows).toEqual([
      { length: 3_000_000 },
    ])
  } finally {
    await client.end()
  }
})

test('the driver’s Pool serves many at once', async () => {
  const pool = new Pool({ connectionString: stack.url, max: 5 })
  const sums = await Promise.all(
    Array.from({ length: 20 }, (_, n) => pool.query('select $1::int * 2 as double', [n])),
  )
  expect(sums.map(({ rows }) => rows[0].double)).toEqual(Array.from({ length: 20 }, (_, n) => n * 2))
  await pool.end()
})

test('LISTEN and NOTIFY', async () => {
  const listener = new Client({ connectionString: stack.url })
  await listener.connect()
  const heard = new Promise((resolve) =>
    listener.on('notification', ({ channel, payload }) => resolve([channel, payload])),
  )
  await listener.query('listen news')
  await stack.sql`select pg_notify('news', 'grüße')`
  expect(await heard).toEqual(['news', 'grüße'])
  await listener.end()
})

test('without pipelining, and at /v1, too', async () => {
  const { pipelineConnect, wsProxy } = neonConfig
  neonConfig.pipelineConnect = false
  neonConfig.wsProxy = () => `127.0.0.1:${stack.proxy.port}/v1`
  const client = new Client({ connectionString: stack.url })
  await client.connect()
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await client.end()
  Object.assign(neonConfig, { pipelineConnect, wsProxy })
})

test('another path is no tunnel', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${stack.proxy.port}/other`)
  const error = await new Promise<Error>((resolve) => socket.once('error', resolve))
  expect(error.message).toContain('404')
})

test.each([
  ['a wrong password', { password: 'wrong' }, '28P01'],
  ['an unknown database', { database: 'absent' }, '3D000'],
])('clients learn why they may not in: %s', async (_, options, code) => {
  const connectionString = stack.proxy.url(options)
  await expect(new pg.Client({ connectionString }).connect()).rejects.toMatchObject({ code })
  // The driver sends the password unasked and counts itself connected; the refusal is an event.
  const client = new Client({ connectionString })
  const errors: Error[] = []
  client.on('error', (error) => errors.push(error))
  const ended = new Promise((resolve) => client.once('end', () => resolve(undefined)))
  await client.connect()
  await ended
  expect(errors[0]).toMatchObject({ code })
})

test('settings at sign-in arrive', async () => {
  const client = new pg.Client({
    connectionString: stack.url,
    options: '-c work_mem=2MB',
    application_name: 'named',
  })
  await client.connect()
  const { rows } = await client.query(
    `select current_setting('work_mem') as work_mem, current_setting('application_name') as name`,
  )
  expect(rows).toEqual([{ work_mem: '2MB', name: 'named' }])
  await client.end()
})

test('a closed client’s connection ends, its locks with it', async () => {
  const client = new Client({ connectionString: stack.url })
  await client.connect()
  await client.query('select pg_advisory_lock(5)')
  await client.end()
  await until(async () => (await stack.sql`select 1 from pg_locks where locktype = 'advisory'`).length === 0)
})

test('an SSLRequest is declined and the client goes on in clear', async () => {
  const client = new pg.Client({ connectionString: stack.url, ssl: true })
  client.on('error', () => {})
  await expect(client.connect()).rejects.toThrow('does not support SSL')
})

test('drizzle-kit pushes and migrates through the same URL', async () => {
  // Inside the checkout, so that the schema file finds drizzle-orm.
  const folder = join(import.meta.dirname, '../../node_modules/.cache', `drizzle-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  const schema = (column: string) =>
    `import { integer, pgTable, text } from 'drizzle-orm/pg-core'\nexport const pushed = pgTable('pushed', { id: integer().primaryKey(), ${column}: text() })\n`
  const config = {
    dialect: 'postgresql',
    schema: join(folder, 'schema.ts'),
    out: join(folder, 'out'),
    dbCredentials: { url: stack.url },
  }
  writeFileSync(join(folder, 'drizzle.config.json'), JSON.stringify(config))
  const kit = (verb: string) =>
    run('npx', ['drizzle-kit', verb, `--config=${join(folder, 'drizzle.config.json')}`])
  writeFileSync(join(folder, 'schema.ts'), schema('name'))
  await kit('generate')
  await kit('migrate')
  expect(await stack.sql`insert into pushed values (1, 'a') returning *`).toEqual([{ id: 1, name: 'a' }])
  writeFileSync(join(folder, 'schema.ts'), schema('name: text(), more'))
  await kit('push')
  expect(await stack.sql`select * from pushed`).toEqual([{ id: 1, name: 'a', more: null }])
  rmSync(folder, { recursive: true, force: true })
})
