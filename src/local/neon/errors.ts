import pg from 'pg'

/** An error with the HTTP status that Neon's proxy responds with. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Connecting or signing in to Postgres failed; `cause` has the reason. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError'

  constructor(cause: unknown) {
    super("Couldn't connect to compute node", { cause })
  }
}

const TEXT_FIELDS = ['detail', 'hint', 'position', 'internalPosition', 'internalQuery'] as const
const OBJECT_FIELDS = [
  'where',
  'table',
  'column',
  'schema',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const

/**
 * The status and JSON body for a failed request, in the form that the driver expects: it reads the error's fields from a
 * 400, and the whole body as text from any other status. The statuses are those of Neon's proxy
 * (proxy/src/serverless/sql_over_http.rs): 400 for errors of Postgres, including a wrong password; 500 when Postgres
 * cannot be reached.
 */
export function errorReply(error: unknown): { status: number; body: string } {
  const cause = error instanceof ConnectError ? error.cause : error
  const reported = cause instanceof pg.DatabaseError ? cause : undefined
  const body: Record<string, string | null> = {
    message: reported?.message ?? (error instanceof Error ? error.message : 'internal error'),
    code: reported?.code ?? '',
    severity: reported?.severity ?? '',
  }
  for (const field of [...TEXT_FIELDS, ...OBJECT_FIELDS]) body[field] = reported?.[field] ?? null
  return { status: statusOf(error, reported), body: JSON.stringify(body) }
}

function statusOf(error: unknown, reported: pg.DatabaseError | undefined): number {
  if (error instanceof HttpError) return error.status
  // SQLSTATE class 28 is a failed sign-in, the caller's mistake; other refusals (too many clients) are not.
  if (error instanceof ConnectError) return reported?.code?.startsWith('28') ? 400 : 500
  return reported ? 400 : 500
}
