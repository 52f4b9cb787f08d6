import type { Context } from 'hono'
import journal from '../../../drizzle/meta/_journal.json' with { type: 'json' }
import pkg from '../../../package.json' with { type: 'json' }
import { sqlState } from '../../db/failures.ts'
import { isStarting } from '../../db/verdict.ts'
import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import type { AppEnv } from '../../http/env.ts'
import { json } from '../../http/responses.ts'
import { lookAtDatabase } from './look-at-database.ts'
import { checkDatabase } from './queries.ts'
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
    description:
      '`degraded` is ready, too: reads are served, changes are refused for now. `waking` is a database that slept and will answer in a moment.',
    responses: {
      200: json(Readiness, 'Ready, perhaps degraded'),
      503: json(Readiness, 'Not ready: see the failed check'),
    },
  })

/**
 * Asks the database once; a schema behind the code is not ready, one ahead by later migrations is. While only reads are
 * possible, requests are served all the same: ready, and `degraded`.
 */
async function readiness(c: Context<AppEnv>): Promise<Readiness> {
  try {
    const { newest_migration, is_read_only } = await c.var.db.run(checkDatabase, {})
    const isCurrent = newest_migration !== null && newest_migration >= EXPECTED
    if (!isCurrent) return describe('not_ready', 'pending')
    return describe(is_read_only || c.var.config.readOnly ? 'degraded' : 'ready', 'passed')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (sqlState(error.cause) === '42P01') return describe('not_ready', 'pending')
    return describe(isStarting(error.cause) ? 'waking' : 'not_ready', 'unknown')
  }
}

function describe(status: Readiness['status'], migrations: Readiness['checks']['migrations']): Readiness {
  const connected = migrations !== 'unknown'
  const connection = connected ? 'connected' : 'disconnected'
  return {
    status,
    ready: status === 'ready' || status === 'degraded',
    database: connection,
    version: pkg.version,
    checks: { database: connected ? 'passed' : 'failed', migrations },
    dependencies: { db: connection },
  }
}

/** Called, never passed: its own type would widen the path of the typed client to any. */
const probe = async (c: Context<AppEnv>) => {
  const body = await readiness(c)
  if (body.ready) return c.json(body, 200)
  return c.json(body, 503, { 'Retry-After': body.status === 'waking' ? '1' : '5' })
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
      description: 'Strangers and readers are told whether it answers, admins the rest.',
      responses: { 200: json(DatabaseHealth), 503: json(DatabaseDown, 'The database does not answer') },
    }),
    async (c) => {
      try {
        const facts = await lookAtDatabase(c)
        return c.json({ status: 'healthy', database: 'connected', ...facts } as const, 200)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        const body = { status: 'unhealthy', database: 'disconnected', error: error.message } as const
        return c.json(body, 503, { 'Retry-After': '5' })
      }
    },
  )
  .openapi(readinessRoute('/health/ready'), (c) => probe(c))
  .openapi(readinessRoute('/ready'), (c) => probe(c))
  .openapi(readinessRoute('/readyz'), (c) => probe(c))
  .openapi(readinessRoute('/api/v1/ready'), (c) => probe(c))
