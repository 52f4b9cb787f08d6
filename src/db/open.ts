import type { Config } from '../config.ts'
import { describeError, log } from '../log.ts'
import { connect } from './connect.ts'
import { Database } from './database.ts'
import type { RequestConditions } from './request-conditions.ts'

/**
 * Opens the database for one request or job. Failures and slow statements are logged as warnings, changes by users as
 * `audit`, with ids only.
 * @param context fields of each log line, e.g. the `request_id`
 * @param conditions the caller and the conditional headers; without them only `service` statements can run
 */
export function openDatabase(
  config: Config,
  context: Record<string, unknown>,
  conditions?: RequestConditions,
): Database {
  const { databaseUrl, replicaUrl, readOnly, slowQueryMs } = config
  return new Database(
    { primary: connect(databaseUrl), replica: replicaUrl === null ? null : connect(replicaUrl) },
    {
      timeoutMs: config.databaseTimeoutMs,
      attemptMs: config.databaseAttemptMs,
      maxKeys: config.keysPerUser,
      readOnly,
      observe({ statement, ms, attempt, error }) {
        if (error !== undefined)
          log('warn', 'query_failed', { ...context, statement, ms, attempt, ...describeError(error) })
        else if (ms >= slowQueryMs) log('warn', 'slow_query', { ...context, statement, ms })
      },
    },
    conditions && { onChange: (change) => log('info', 'audit', { ...context, ...change }), ...conditions },
  )
}
