import type { Context } from 'hono'
import journal from '../../../drizzle/meta/_journal.json' with { type: 'json' }
import { isStarting, sqlState } from '../../db/classify-error.ts'
import { reasonOf } from '../../db/failure-reason.ts'
import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import type { AppEnv } from '../../http/env.ts'
import { describeProblems } from '../../http/problem.ts'
import { json } from '../../http/responses.ts'
import { VERSION } from '../../version.ts'
import { lookAtDatabase } from './look-at-database.ts'
import { checkDatabase } from './queries.ts'
import { DatabaseDown, DatabaseHealth, Liveness, Readiness, Unreadiness } from './schemas.ts'

/** The newest migration that this code needs. */
const EXPECTED = Math.max(...journal.entries.map((entry) => entry.when))

export const healthTag = {
  name: 'health',
  description: 'For probes and balancers. No token is needed.',
}
const tags = [healthTag.name]
const security: [] = []

const readinessRoute = <P extends string>(path: P, operationId: string) =>
  createRoute({
    method: 'get',
    path,
    operationId,
    tags,
    security,
    summary: 'Readiness: whether requests can be served',
    description:
      '`degraded` is ready, too: reads are served, changes are refused for now. `waking` is a database that slept and will answer in a moment.',
    responses: {
      200: json(Readiness, 'Ready, perhaps degraded'),
      503: json(Unreadiness, 'Not ready: see the failed check'),
      ...describeProblems('too_many_requests'),
    },
  })

/** The SQLSTATEs of a schema that is behind: undefined table, undefined function. */
const BEHIND = new Set(['42P01', '42883'])

/**
 * Checks the database with one query. A schema with later migrations than this code needs is ready, an older one is not.
 * Without row-level security requests are refused, so it is not ready. A read-only database counts as ready (`degraded`),
 * because reads are served.
 */
async function readiness(c: Context<AppEnv>): Promise<Readiness | Unreadiness> {
  try {
    const { newest_migration, is_read_only, is_walled } = await c.var.db.run(checkDatabase, {})
    const isCurrent = newest_migration !== null && newest_migration >= EXPECTED
    const migrations = isCurrent ? 'passed' : 'pending'
    const row_level_security = is_walled ? 'passed' : 'failed'
    if (!isCurrent || !is_walled) {
      const error = isCurrent ? 'row_level_security_failed' : 'migrations_pending'
      return { ...describe('not_ready', { migrations, row_level_security }), error }
    }
    const status = is_read_only || c.var.config.readOnly ? 'degraded' : 'ready'
    return describe(status, { migrations, row_level_security })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const isBehind = BEHIND.has(sqlState(error.cause) ?? '')
    const row_level_security = 'unknown'
    if (isBehind) {
      const error = 'migrations_pending'
      return { ...describe('not_ready', { migrations: 'pending', row_level_security }), error }
    }
    const status = isStarting(error.cause) ? 'waking' : 'not_ready'
    return {
      ...describe(status, { migrations: 'unknown', row_level_security }),
      error: reasonOf(error.cause),
    }
  }
}

function describe(status: Readiness['status'], checks: Omit<Readiness['checks'], 'database'>): Readiness {
  const connected = checks.migrations !== 'unknown'
  const connection = connected ? 'connected' : 'disconnected'
  return {
    status,
    ready: status === 'ready' || status === 'degraded',
    database: connection,
    version: VERSION,
    checks: { database: connected ? 'passed' : 'failed', ...checks },
    dependencies: { db: connection },
  }
}

/** Do not pass this to `.openapi()` directly: its type would make the path of the typed client `any`. */
const probe = async (c: Context<AppEnv>) => {
  const body = await readiness(c)
  if (!('error' in body)) return c.json(body, 200)
  return c.json(body, 503, { 'Retry-After': body.status === 'waking' ? '1' : '5' })
}

/** Mounted before the middleware that reads the configuration, so that it works even if a setting is wrong. */
export const liveness = createApi().openapi(
  createRoute({
    method: 'get',
    path: '/health',
    operationId: 'getHealth',
    tags,
    security,
    summary: 'Liveness: whether the function runs; touches nothing',
    responses: { 200: json(Liveness) },
  }),
  (c) => c.json({ status: 'healthy', service: 'morning-brief', version: VERSION } as const, 200),
)

export const health = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/health/db',
      operationId: 'getDatabaseHealth',
      tags,
      security,
      summary: 'The database behind the service',
      description: 'Strangers and readers are told whether it answers, admins the rest.',
      responses: {
        200: json(DatabaseHealth),
        503: json(DatabaseDown, 'The database does not answer'),
        ...describeProblems('too_many_requests'),
      },
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
  .openapi(readinessRoute('/health/ready', 'getReadinessUnderHealth'), (c) => probe(c))
  .openapi(readinessRoute('/ready', 'getReadiness'), (c) => probe(c))
  .openapi(readinessRoute('/readyz', 'getReadinessAsReadyz'), (c) => probe(c))
  .openapi(readinessRoute('/api/v1/ready', 'getReadinessOfV1'), (c) => probe(c))
