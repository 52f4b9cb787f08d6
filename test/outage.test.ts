import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { createApp } from '../src/app.ts'
import { type NeonProxy, startNeonProxy } from '../src/local/neon/index.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/local/postgres/index.ts'
import { migrate } from '../src/migrate/migrate.ts'
import { copyCluster } from './harness/blank-cluster.ts'
import type { AnyJson } from './harness/test-app.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'morning-brief-outage-'))
const app = createApp()
let postgres: EmbeddedPostgres
let proxy: NeonProxy

beforeAll(async () => {
  copyCluster(inject('blankCluster'), dataDir)
  postgres = await startEmbeddedPostgres({ dataDir, durable: false })
  const { host, port, user, password } = postgres
  proxy = await startNeonProxy({ upstream: { host, port, user, password } })
  await migrate({ databaseUrl: proxy.url({ database: 'postgres' }), folder: 'drizzle' })
})
afterAll(async () => {
  await proxy?.close()
  await postgres?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const ask = async (path: string) => {
  const response = await app.request(
    path,
    {},
    { DATABASE_URL: proxy.url({ database: 'postgres' }), DATABASE_TIMEOUT_MS: '500' },
  )
  return { status: response.status, headers: response.headers, body: (await response.json()) as AnyJson }
}

it('says so while Postgres is away, and serves again by itself when it is back', async () => {
  expect((await ask('/health/ready')).status).toBe(200)
  expect((await ask('/items')).body.code).toBe('unauthenticated')
  const { port } = postgres
  await postgres.stop()
  for (const path of ['/health/ready', '/health/db', '/items', '/api/v1/briefs/today']) {
    const { status, headers, body } = await ask(path)
    expect(status, path).toBe(503)
    expect(Number(headers.get('retry-after')), path).toBeGreaterThan(0)
    expect(JSON.stringify(body)).not.toMatch(/ECONN|127\.0\.0\.1|postgres:\/\//)
  }
  expect((await ask('/health')).status).toBe(200)
  postgres = await startEmbeddedPostgres({ dataDir, durable: false, port })
  expect((await ask('/health/ready')).status).toBe(200)
  expect((await ask('/items')).status).toBe(401)
})
