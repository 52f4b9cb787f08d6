/**
 * A failure with everything an operator needs: what is wrong (the message), the particulars, and how to
 * mend it. Its text never holds a connection string.
 */
export class MigrateError extends Error {
  readonly details: string[]
  readonly hint: string | undefined

  constructor(message: string, options: { details?: string[]; hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'MigrateError'
    this.details = options.details ?? []
    this.hint = options.hint
  }
}

/** The fields of a Postgres ErrorResponse, and of a failed socket, that we read. */
export type DatabaseError = Error & {
  code?: string
  detail?: string
  hint?: string
  where?: string
  position?: string
  internalPosition?: string
  internalQuery?: string
  constraint?: string
}

/** The Postgres or socket error inside `error`; Node wraps failed attempts on several addresses in one. */
export function asDatabaseError(error: unknown): DatabaseError {
  const first: unknown = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  return first instanceof Error ? first : new Error(String(first))
}

/** What was thrown, in words. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)

/** Postgres's message with SQLSTATE, detail, hint and context, one line each. */
export function describeDatabaseError(error: DatabaseError): string[] {
  const lines = [`${error.message}${error.code ? ` (${error.code})` : ''}`]
  if (error.detail) lines.push(`detail: ${error.detail}`)
  if (error.hint) lines.push(`hint: ${error.hint}`)
  if (error.where) lines.push(`context: ${error.where.replaceAll('\n', '; ')}`)
  return lines
}

/** The whole error as lines for a terminal or a log. */
export function renderError(error: unknown): string[] {
  if (!(error instanceof MigrateError)) return describeDatabaseError(asDatabaseError(error))
  const hint = error.hint ? [`  -> ${error.hint}`] : []
  return [error.message, ...error.details.map((line) => `  ${line}`), ...hint]
}
