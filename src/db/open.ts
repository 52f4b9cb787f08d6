import type { Config } from '../config.ts'
import { describeError, log } from '../log.ts'
import { connect } from './connect.ts'
import type { Credential } from './credential.ts'
import { Database } from './database.ts'

/**
 * Opens the database for one request or job; its failures and slow statements are logged as warnings.
 * @param context what tells this request or job from others in the log, e.g. its `request_id`
 * @param credential who asks; jobs ask as nobody, and may run `service` statements only
 */
export function openDatabase(
  config: Config,
  context: Record<string, unknown>,
  credential: () => Promise<Credential | null> = async () => null,
): Database {
  return new Database(connect(config.databaseUrl), credential, config.databaseTimeoutMs, (event) => {
    const { statement, ms, error } = event
    if (error !== undefined)
      log('warn', 'query_failed', { ...context, statement, ms, ...describeError(error) })
    else if (ms >= config.slowQueryMs) log('warn', 'slow_query', { ...context, statement, ms })
  })
}
