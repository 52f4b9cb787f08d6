import * as z from 'zod'

export const Liveness = z
  .object({ status: z.literal('healthy'), service: z.literal('morning-brief'), version: z.string() })
  .meta({ id: 'Liveness' })

export const DatabaseHealth = z
  .object({
    status: z.literal('healthy'),
    database: z.literal('connected'),
    database_name: z.string().optional().meta({ description: 'This and what follows is for admins' }),
    postgres_version: z.string().optional(),
    pool_size: z
      .int()
      .optional()
      .meta({ description: 'Connections open to this database on its server; functions hold none' }),
    latency_ms: z.number().optional(),
  })
  .meta({ id: 'DatabaseHealth' })

export const DatabaseDown = z
  .object({ status: z.literal('unhealthy'), database: z.literal('disconnected'), error: z.string() })
  .meta({ id: 'DatabaseDown' })

const check = z.enum(['passed', 'failed', 'pending', 'unknown'])

export const Readiness = z
  .object({
    status: z.enum(['ready', 'degraded', 'waking', 'not_ready']),
    ready: z.boolean(),
    database: z.enum(['connected', 'disconnected']),
    version: z.string(),
    checks: z.object({ database: check, migrations: check }),
    dependencies: z.object({ db: z.enum(['connected', 'disconnected']) }),
  })
  .meta({ id: 'Readiness' })
export type Readiness = z.infer<typeof Readiness>
