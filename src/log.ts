import { NeonDbError } from '@neondatabase/serverless'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/**
 * Writes one structured event as one line of JSON. Callers pass names, counts and times only: no bodies,
 * no tokens, no e-mail addresses, no SQL, no connection strings.
 */
export function log(level: LogLevel, event: string, fields: Record<string, unknown> = {}): void {
  const line = JSON.stringify({ level, event, ...fields })
  if (level === 'error') console.error(line)
  else if (level === 'warn') console.warn(line)
  else console.log(line)
}

/** What may be logged of an error: its names, codes and our own frames, never its message (it may hold values). */
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
