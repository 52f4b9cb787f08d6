import { NeonDbError } from '@neondatabase/serverless'
import { ConfigError } from './errors.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const RANKS = new Map<string, number>(LOG_LEVELS.map((level, rank) => [level, rank]))
const INFO = LOG_LEVELS.indexOf('info')

/** The rank from which events are logged; of this isolate, whose settings do not change while it lives. */
let threshold = INFO

/** Takes LOG_LEVEL from the worker's bindings; anything else than a level counts as `info`, and readConfig complains. */
export function useLogLevel({ LOG_LEVEL = 'info' }: { LOG_LEVEL?: string } = {}): void {
  threshold = RANKS.get(LOG_LEVEL) ?? INFO
}

/**
 * Logs an event as one line of JSON, where LOG_LEVEL lets it. Pass names, counts and times only: no bodies, tokens, e-mail
 * addresses or connection strings, and SQL in development alone.
 */
export function log(level: LogLevel, event: string, fields: Record<string, unknown> = {}): void {
  if (LOG_LEVELS.indexOf(level) < threshold) return
  const line = JSON.stringify({ level, event, ...fields })
  if (level === 'error') console.error(line)
  else if (level === 'warn') console.warn(line)
  else console.log(line)
}

/** The parts of an error that may be logged: name, codes and stack frames. Its message may contain a user's values. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  return {
    error: error.name,
    ...(error instanceof NeonDbError && {
      sqlstate: error.code,
      constraint: error.constraint,
      table: error.table,
    }),
    // It names settings, and none of their values.
    ...(error instanceof ConfigError && { settings: error.message }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
    ...(!(error instanceof NeonDbError) && { at: framesOf(error) }),
  }
}

function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 5)
    .map((line) => line.trim())
}
