import * as z from 'zod'
import { REASONS } from '../../db/failure-reason.ts'

export const Liveness = z
  .object({ status: z.literal('healthy'), service: z.literal('morning-brief'), version: z.string() })
  .meta({
    id: 'Liveness',
    examples: [{ status: 'healthy', service: 'morning-brief', version: '0.2.0' }],
  })

export const DatabaseFacts = z.object({
  database_name: z.string(),
  postgres_version: z.string(),
  pool_size: z
    .int()
    .meta({ description: 'Connections open to this database on its server; functions hold none' }),
})

export const DatabaseHealth = z
  .object({
    status: z.literal('healthy'),
    database: z.literal('connected'),
    ...DatabaseFacts.partial().shape,
    latency_ms: z.number().optional(),
  })
  .meta({
    id: 'DatabaseHealth',
    examples: [
      {
        status: 'healthy',
        database: 'connected',
        database_name: 'morning_brief',
        postgres_version: '17.5',
        pool_size: 3,
        latency_ms: 8,
      },
    ],
  })

export const DatabaseDown = z
  .object({ status: z.literal('unhealthy'), database: z.literal('disconnected'), error: z.string() })
  .meta({
    id: 'DatabaseDown',
    examples: [
      {
        status: 'unhealthy',
        database: 'disconnected',
        error: 'The database does not answer. Try again in a moment.',
      },
    ],
  })

const check = z.enum(['passed', 'failed', 'pending', 'unknown'])

export const Readiness = z
  .object({
    status: z.enum(['ready', 'degraded', 'waking', 'not_ready']),
    ready: z.boolean(),
    database: z.enum(['connected', 'disconnected']),
    version: z.string(),
    checks: z.object({ database: check, migrations: check, row_level_security: check }),
    dependencies: z.object({ db: z.enum(['connected', 'disconnected']) }),
  })
  .meta({
    id: 'Readiness',
    examples: [
      {
        status: 'ready',
        ready: true,
        database: 'connected',
        version: '0.2.0',
        checks: { database: 'passed', migrations: 'passed', row_level_security: 'passed' },
        dependencies: { db: 'connected' },
      },
    ],
  })
export type Readiness = z.infer<typeof Readiness>

export const Unreadiness = z
  .object({
    ...Readiness.shape,
    error: z
      .enum([...REASONS, 'migrations_pending', 'row_level_security_failed'])
      .meta({ description: 'The class of what is wrong' }),
  })
  .meta({
    id: 'Unreadiness',
    examples: [
      {
        status: 'not_ready',
        ready: false,
        database: 'disconnected',
        version: '0.2.0',
        checks: { database: 'failed', migrations: 'unknown', row_level_security: 'unknown' },
        dependencies: { db: 'disconnected' },
        error: 'connection_refused',
      },
    ],
  })
export type Unreadiness = z.infer<typeof Unreadiness>
