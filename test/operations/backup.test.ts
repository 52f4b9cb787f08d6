import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { createContract } from '../../src/contract.ts'
import { contractsOf } from '../../src/http/api.ts'
import { startLocalDatabase } from '../../src/local/database.ts'
import { startNeonProxy } from '../../src/local/neon/index.ts'
import { seed } from '../../src/local/seed/index.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { appOn } from '../harness/app-on.ts'
import { appAs, json } from '../harness/test-app.ts'
import { findSystemPostgres, startSystemPostgres } from './system-postgres.ts'

const ending: (() => Promise<void> | void)[] = []
afterAll(async () => {
  for (const end of ending.reverse()) await end()
})

/** Migrates and seeds a database and lets the service itself fill every table that a route reads. */
async function fill(directUrl: string, url: string): Promise<string> {
  await migrate({ databaseUrl: directUrl, folder: 'drizzle' })
  await seed({ databaseUrl: directUrl, public: true, timeZone: 'UTC' })
  const pool = new pg.Pool({ connectionString: directUrl, max: 1 })
  const { token } = await appAs(
    { url, directUrl, query: async (text, values) => (await pool.query(text, values)).rows },
    { role: 'admin' },
  )
  const call = appOn({ DATABASE_URL: url }, token)
  await call('/items', json({ name: 'Brötchen 🥐' }))
  await call('/api/todos', json({ description: 'Read the brief' }))
  await call('/api/v1/topics', json({ name: 'Energy', keywords: ['solar'] }))
  await pool.query(
    `insert into articles (source_id, title, link, summary_raw, content_hash, published_at)
     select min(id), 'Solar story ' || n, 'https://1.invalid/' || n, 'solar', encode(sha256(n::text::bytea), 'hex'),
       now() - n * interval '1 hour' from sources, generate_series(1, 12) n group by n`,
  )
  await pool.end()
  await call('/api/v1/briefs/today', { method: 'POST' })
  const { body } = await call('/api/v1/deliveries')
  await call(`/api/v1/deliveries/${body[0].id}/feedback`, json({ rating: 'up' }, 'PUT'))
  return token
}

/** What differs from one moment or database to the next, although nothing was changed. */
const PASSING = [
  'exported_at',
  'latency_ms',
  'pool_size',
  'database_name',
  'request_id',
  'last_used_at',
  'reason',
]
const lasting = (body: unknown) =>
  JSON.parse(JSON.stringify(body ?? null), (key, value) => {
    if (PASSING.includes(key)) return undefined
    return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(2) : value
  })

/** The answer of every GET route, for each of the first rows. */
async function answers(url: string, token: string): Promise<Record<string, unknown>> {
  const call = appOn({ DATABASE_URL: url }, token)
  const { body } = await call('/items')
  const given: Record<string, unknown> = {}
  for (const { method, path } of contractsOf(createContract())) {
    // The Atom feed and OPML are no JSON; their rows are in the routes beside them.
    if (method !== 'get' || /\.(opml|atom)|feed/.test(path)) continue
    const id = path.startsWith('/items') ? body.items[0].id : '1'
    const filled = path
      .replace('{date}', 'today')
      .replace('{model}', 'extract')
      .replace(/\{\w+\}/g, id)
    const reply = await call(filled)
    given[filled] = { status: reply.status, body: lasting(reply.body) }
  }
  return given
}

function expectRichAnswers(before: Record<string, unknown>) {
  const found = Object.values(before).filter((reply) => (reply as { status: number }).status === 200)
  expect(found.length).toBeGreaterThan(15)
  expect(JSON.stringify(before)).toContain('Brötchen 🥐')
}

const bin = findSystemPostgres()
// Where the system has no whole Postgres of its own, the copy of the files below is the proof; CI has one.
if (bin) {
  it('gives the same answers on every route after pg_dump and pg_restore', async () => {
    const postgres = await startSystemPostgres(bin)
    ending.push(postgres.stop)
    await postgres.admin('create role brief login createdb createrole')
    const { port } = postgres
    const proxy = await startNeonProxy({ upstream: { host: '127.0.0.1', port, user: 'brief' } })
    ending.push(proxy.close)
    const direct = (name: string) => `postgres://brief:none@127.0.0.1:${port}/${name}`
    await postgres.admin('create database original owner brief')
    const token = await fill(direct('original'), proxy.url({ database: 'original' }))
    const before = await answers(proxy.url({ database: 'original' }), token)
    expectRichAnswers(before)

    const folder = mkdtempSync(join(tmpdir(), 'morning-brief-dump-'))
    ending.push(() => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'brief.dump')
    postgres.run('pg_dump', ['--format=custom', '--no-owner', `--file=${file}`, direct('original')])
    await postgres.admin('create database restored owner brief')
    const into = ['--no-owner', '--exit-on-error', '--single-transaction', `--dbname=${direct('restored')}`]
    postgres.run('pg_restore', [...into, file])
    expect(await answers(proxy.url({ database: 'restored' }), token)).toEqual(before)
    // The copy is whole: it takes changes, and its identities go on where they were.
    const call = appOn({ DATABASE_URL: proxy.url({ database: 'restored' }) }, token)
    expect((await call('/api/todos', json({ description: 'after the restore' }))).status).toBe(201)
    expect((await migrate({ databaseUrl: direct('restored'), folder: 'drizzle' })).applied).toEqual([])
  })
}

it('gives the same answers from a copy of the stopped local data folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'morning-brief-copy-'))
  ending.push(() => rmSync(folder, { recursive: true, force: true }))
  const original = join(folder, 'original')
  const first = await startLocalDatabase({ dataDir: original, durable: false, port: 0 })
  const token = await fill(first.directUrl, first.url)
  const before = await answers(first.url, token)
  expectRichAnswers(before)
  await first.stop()
  execFileSync('cp', ['-a', original, join(folder, 'copy')])
  const second = await startLocalDatabase({ dataDir: join(folder, 'copy'), durable: false, port: 0 })
  ending.push(second.stop)
  expect(await answers(second.url, token)).toEqual(before)
})
