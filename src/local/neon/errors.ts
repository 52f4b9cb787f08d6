import pg from 'pg'

/** A request that ends with an HTTP status of its own, as Neon's proxy answers it. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The server could not be reached or did not let us in: `cause` says which. */
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
 * The status and JSON body for a failed request, in the form the driver reads: from a 400 it takes the error's
 * fields, from any other status the whole body as text. Statuses as in Neon's proxy (proxy/src/serverless/sql_over_http.rs):
 * 400 for what Postgres reports, also a wrong password; 500 when Postgres cannot be reached.
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
  // Class 28 is a refused sign-in, the caller's doing; any other refusal (no such database, too many clients) is not.
  if (error instanceof ConnectError) return reported?.code?.startsWith('28') ? 400 : 500
  return reported ? 400 : 500
}
