import { ConfigError } from '../../errors.ts'
import { MigrateError } from '../../migrate/errors.ts'
import { LocalDatabaseError } from '../postgres/index.ts'
import { StartError } from './settings.ts'

/**
 * One clear text for whatever kept a command from starting; a stack only for what nobody foresaw, and only with DEBUG set.
 * @param script the npm script that was started
 */
export function explainStart(error: unknown, script: string): string {
  if (error instanceof MigrateError)
    return [error.message, ...error.details, error.hint ?? ''].join('\n').trim()
  if (error instanceof StartError || error instanceof LocalDatabaseError || error instanceof ConfigError) {
    return error.message
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return process.env.DEBUG
    ? (stack ?? message)
    : `It could not start: ${message}\nDEBUG=1 npm run ${script} shows more.`
}
