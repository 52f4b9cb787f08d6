import { NeonDbError } from '@neondatabase/serverless'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/**
 * Logs an event as one line of JSON. Pass names, counts and times only: no bodies, tokens, e-mail addresses, SQL or
 * connection strings.
 */
export function log(level: LogLevel, event: string, fields: Record<string, unknown> = {}): void {
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
