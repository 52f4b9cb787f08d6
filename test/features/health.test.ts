import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { type AnyJson, appAs } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const app = createApp()
const ask = async (path: string, env: object = { DATABASE_URL: database.url }) => {
  const response = await app.request(path, {}, env)
  return { status: response.status, headers: response.headers, body: (await response.json()) as AnyJson }
}
const away = { DATABASE_URL: 'postgres://nobody:secret-word@127.0.0.1:9/nothing', DATABASE_TIMEOUT_MS: '100' }

describe('liveness', () => {
  it('touches nothing, not even the configuration', async () => {
    const { status, body } = await ask('/health', {})
    expect(status).toBe(200)
    expect(body).toEqual({ status: 'healthy', service: 'morning-brief', version: expect.any(String) })
  })
})

describe('database health', () => {
  it('tells name, version, connections and latency', async () => {
    const { status, body } = await ask('/health/db')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'healthy',
      database: 'connected',
      database_name: new URL(database.url).pathname.slice(1),
    })
    expect(body.postgres_version).toMatch(/^1[5-9]\./)
    expect(body.pool_size).toBeGreaterThan(0)
    expect(body.latency_ms).toBeGreaterThanOrEqual(0)
  })

  it('tells strangers and readers that it answers, and admins the rest', async () => {
    const env = { DATABASE_URL: database.url, DEMO_USER: 'off' }
    const as = async (token?: string) => {
      const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
      const response = await app.request('/health/db', { headers }, env)
      return [response.status, Object.keys((await response.json()) as object)]
    }
    const little = [200, ['status', 'database']]
    expect(await as()).toEqual(little)
    expect(await as('nonsense')).toEqual(little)
    expect(await as(`mb_${'x'.repeat(43)}`)).toEqual(little)
    expect(await as((await appAs(database)).token)).toEqual(little)
    const [status, names] = await as((await appAs(database, { role: 'admin' })).token)
    expect([status, names]).toEqual([
      200,
      ['status', 'database', 'database_name', 'postgres_version', 'pool_size', 'latency_ms'],
    ])
  })

  it('is asked for strangers once a second at the most', async () => {
    const env = { DATABASE_URL: database.url, DEMO_USER: 'off' }
    const trips = async () => {
      const timing = (await app.request('/health/db', {}, env)).headers.get('server-timing')!
      return Number(/(\d+) round trip/.exec(timing)![1])
    }
    await trips()
    const again = await Promise.all(Array.from({ length: 20 }, trips))
    expect(again.reduce((sum, one) => sum + one, 0)).toBe(0)
  })

  it('says when there is none, and nothing more', async () => {
    const { status, body, headers } = await ask('/health/db', away)
    expect(status).toBe(503)
    expect(Object.keys(body)).toEqual(['status', 'database', 'error'])
    expect(body).toMatchObject({ status: 'unhealthy', database: 'disconnected' })
    expect(JSON.stringify(body)).not.toMatch(/secret-word|nobody|127\.0\.0\.1/)
    expect(headers.get('retry-after')).toBe('5')
  })
})

describe('readiness', () => {
  const ready = {
    status: 'ready',
    ready: true,
    database: 'connected',
    version: expect.any(String),
    checks: { database: 'passed', migrations: 'passed' },
    dependencies: { db: 'connected' },
  }

  it.each(['/health/ready', '/ready', '/readyz', '/api/v1/ready'])('answers alike at %s', async (path) => {
    expect(await ask(path)).toMatchObject({ status: 200, body: ready })
    expect(await ask(path, away)).toMatchObject({
      status: 503,
      body: {
        status: 'not_ready',
        ready: false,
        database: 'disconnected',
        checks: { database: 'failed', migrations: 'unknown' },
        dependencies: { db: 'disconnected' },
      },
    })
  })

  it('is not ready while the schema is behind the code, and is when it is ahead', async () => {
    const { rows } = {
      rows: await database.query<{ id: number }>('select id from drizzle.__drizzle_migrations'),
    }
    expect(rows.length).toBeGreaterThan(0)
    await database.query('update drizzle.__drizzle_migrations set created_at = created_at - 1')
    expect(await ask('/ready')).toMatchObject({
      status: 503,
      body: { ready: false, checks: { database: 'passed', migrations: 'pending' } },
    })
    await database.query('update drizzle.__drizzle_migrations set created_at = created_at + 100000')
    expect((await ask('/ready')).status).toBe(200)
    await database.query('alter table drizzle.__drizzle_migrations rename to elsewhere')
    expect(await ask('/ready')).toMatchObject({ status: 503, body: { checks: { migrations: 'pending' } } })
    await database.query('alter table drizzle.elsewhere rename to __drizzle_migrations')
  })
})
