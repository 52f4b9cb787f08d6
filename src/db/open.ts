import type { Config } from '../config.ts'
import { describeError, log } from '../log.ts'
import { isDatabaseError } from './classify-error.ts'
import { connect } from './connect.ts'
import { Database } from './database.ts'
import { reasonOf } from './failure-reason.ts'
import type { RequestConditions } from './request-conditions.ts'

/** How much of the SQL of a slow statement is logged, in characters. */
const MAX_SQL = 10_000

/** Whether Postgres has answered, be it that it lets nobody in. */
const isAnswer = (error: unknown) =>
  isDatabaseError(error) && error.code !== undefined && !/^(08|28|3D|53300|57P)/.test(error.code)

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
      observe({ statement, ms, attempt, error, queries }) {
        const event = { ...context, statement, ms }
        if (error !== undefined) {
          // An answer of Postgres has its SQLSTATE; of a connection that failed, this is all there is.
          const reason = isAnswer(error) ? {} : { reason: reasonOf(error) }
          log('warn', 'query_failed', { ...event, attempt, ...reason, ...describeError(error) })
        } else if (ms >= slowQueryMs) {
          // Only in development, and with placeholders where the parameters are.
          const sql = config.hasDemoUser && {
            sql: queries
              .map(({ text }) => text)
              .join(';\n')
              .slice(0, MAX_SQL),
          }
          log('warn', 'slow_query', { ...event, ...sql })
        } else log('debug', 'query', { ...event, attempt })
      },
    },
    conditions && { onChange: (change) => log('info', 'audit', { ...context, ...change }), ...conditions },
  )
}
