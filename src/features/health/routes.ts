import type { Context } from 'hono'
import journal from '../../../drizzle/meta/_journal.json' with { type: 'json' }
import pkg from '../../../package.json' with { type: 'json' }
import { sqlState } from '../../db/failures.ts'
import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import type { AppEnv } from '../../http/env.ts'
import { json } from '../../http/responses.ts'
import { describeDatabase, newestMigration } from './queries.ts'
import { DatabaseDown, DatabaseHealth, Liveness, Readiness } from './schemas.ts'

/** The newest migration that this code was written for. */
const EXPECTED = Math.max(...journal.entries.map((entry) => entry.when))

const tags = ['health']
const security: [] = []

const readinessRoute = <P extends string>(path: P) =>
  createRoute({
    method: 'get',
    path,
    tags,
    security,
    summary: 'Readiness: whether requests can be served',
    responses: { 200: json(Readiness, 'Ready'), 503: json(Readiness, 'Not ready: see the failed check') },
  })

/** Asks the database once; a schema behind the code is not ready, one ahead by later migrations is. */
async function readiness(c: Context<AppEnv>): Promise<Readiness> {
  const answer = (database: boolean, migrations: Readiness['checks']['migrations']): Readiness => {
    const ready = database && migrations === 'passed'
    const connection = database ? 'connected' : 'disconnected'
    return {
      status: ready ? 'ready' : 'not_ready',
      ready,
      database: connection,
      version: pkg.version,
      checks: { database: database ? 'passed' : 'failed', migrations },
      dependencies: { db: connection },
    }
  }
  try {
    const newest = await c.var.db.run(newestMigration, {})
    return answer(true, newest !== null && newest >= EXPECTED ? 'passed' : 'pending')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (sqlState(error.cause) === '42P01') return answer(true, 'pending')
    return answer(false, 'unknown')
  }
}

const probe = async (c: Context<AppEnv>) => {
  const body = await readiness(c)
  if (body.ready) return c.json(body, 200)
  return c.json(body, 503, { 'Retry-After': '5' })
}

/** Mounted before anything that reads the configuration: it answers even when that is broken. */
export const liveness = createApi().openapi(
  createRoute({
    method: 'get',
    path: '/health',
    tags,
    security,
    summary: 'Liveness: whether the function runs; touches nothing',
    responses: { 200: json(Liveness) },
  }),
  (c) => c.json({ status: 'healthy', service: 'morning-brief', version: pkg.version } as const, 200),
)

export const health = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/health/db',
      tags,
      security,
      summary: 'The database behind the service',
      responses: { 200: json(DatabaseHealth), 503: json(DatabaseDown, 'The database does not answer') },
    }),
    async (c) => {
      try {
        const database = await c.var.db.run(describeDatabase, {})
        const latency_ms = c.var.db.stats.ms
        return c.json({ status: 'healthy', database: 'connected', ...database, latency_ms } as const, 200)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        const body = { status: 'unhealthy', database: 'disconnected', error: error.message } as const
        return c.json(body, 503, { 'Retry-After': '5' })
      }
    },
  )
  .openapi(readinessRoute('/health/ready'), probe)
  .openapi(readinessRoute('/ready'), (c) => probe(c))
  .openapi(readinessRoute('/readyz'), (c) => probe(c))
  .openapi(readinessRoute('/api/v1/ready'), (c) => probe(c))
