import type { DatabaseError, NeonDbError } from '@neondatabase/serverless'
import { AppError } from '../errors.ts'
import { isDatabaseError, isTooLarge, sqlState } from './classify-error.ts'
import type { Requirement } from './definition.ts'
import { SQLSTATE } from './envelope.ts'

/**
 * Converts the error of a statement to what the caller may see. Nothing of Postgres's own text gets through: it may hold
 * SQL, values or host names.
 *
 * SQLSTATE classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 * @param requirements those of the statement, of which one may have been refused
 * @returns an AppError that is safe to show; the original is its `cause`
 */
export function toAppError(error: unknown, requirements: readonly Requirement[] = []): AppError {
  if (error instanceof AppError) return error
  if (isTooLarge(error)) return tooLarge(error)
  const code = sqlState(error)
  if (code === undefined) return unavailable('The database did not answer. Try again shortly.', error)
  const field = isDatabaseError(error) ? fieldOf(error) : undefined
  switch (code) {
    case SQLSTATE.unauthenticated:
      return new AppError('unauthenticated', 'The credential is unknown, was revoked, or has expired.')
    case SQLSTATE.forbidden:
      return new AppError('forbidden', 'Only an admin may do this.')
    case SQLSTATE.refused:
      return refused(error, requirements)
    case SQLSTATE.unprotected:
      return new AppError(
        'misconfigured',
        'The database has row-level security not in force, which keeps the rows of one user from another: see npm run db:status.',
        { cause: error },
      )
    case '23505':
      return new AppError('conflict', `There is one with this ${field ?? 'value'} already.`, {
        cause: error,
        ...(field && { errors: [{ pointer: `#/${field}`, message: 'is taken already' }] }),
      })
    case '23503':
      return new AppError('missing_parent', `The ${field ?? 'row'} that this refers to does not exist.`, {
        cause: error,
        ...(field && { errors: [{ pointer: `#/${field}`, message: 'does not exist' }] }),
      })
    case '23514':
    case '23502':
    case '22001':
    case '22003':
    case '22007':
    case '22008':
    case '22009':
    case '22021':
    case '22023':
    case '22P05':
      return new AppError('invalid_request', `The value of ${field ?? 'a field'} is not acceptable.`, {
        cause: error,
        ...(field && { errors: [{ pointer: `#/${field}`, message: 'is not acceptable' }] }),
      })
    case SQLSTATE.tooManyKeys:
      return new AppError(
        'limit_reached',
        'You have sent as many Idempotency-Keys as are kept for one user. Each is forgotten after 24 hours.',
      )
    // program_limit_exceeded: a value or a row that Postgres cannot hold, be it to store or to answer with.
    case '54000':
      return tooLarge(error)
    // query_canceled: the statement's own time was over. Asked again as it is, it would take as long.
    case '57014':
      return new AppError('timed_out', 'The database did not finish in time. Ask for less at once.', {
        cause: error,
      })
    case '25006':
      return readOnly(error)
    default:
      // 28 and 3D: the server lets us in no more, or has no such database.
      if (/^(08|28|3D|53|57|58|55P03)/.test(code)) {
        return unavailable('The database is not available. Try again shortly.', error)
      }
      return new AppError('internal', 'Something went wrong on our side. Please tell us the request id.', {
        cause: error,
      })
  }
}

/** The error of the requirement that did not hold, or of a version that did not match; Postgres reports its code. */
function refused(error: unknown, requirements: readonly Requirement[]): AppError {
  const code = isDatabaseError(error) ? error.message : ''
  const failed = requirements.find(({ otherwise }) => otherwise.code === code)
  if (failed) return new AppError(failed.otherwise.code, failed.otherwise.detail)
  return new AppError('precondition_failed', 'It was changed, or removed, since you read it. Read it again.')
}

/** The error for changes while only reads are possible. */
export function readOnly(cause?: unknown): AppError {
  return new AppError('read_only', 'Changes are not possible for the moment. Try again shortly.', { cause })
}

function unavailable(detail: string, cause: unknown): AppError {
  return new AppError('database_unavailable', detail, { cause })
}

/** The answer where nothing on this machine has ever answered as Neon does. */
export const notNeon = (cause: unknown) =>
  unavailable(
    "Nothing at DATABASE_URL answers in Neon's protocol, which the worker speaks. A plain Postgres does not: npm run dev puts the protocol in front of it, and npm run db:start starts a database that has it.",
    cause,
  )

const tooLarge = (cause: unknown) =>
  new AppError('answer_too_large', 'It is more than the database can give or hold at once. Ask for less.', {
    cause,
  })

/** The field of a constraint: `topics_user_id_name_unique` on topics is about `name`. */
function fieldOf(error: NeonDbError | DatabaseError): string | undefined {
  if (error.column) return error.column
  const { constraint, table } = error
  if (!constraint || !table || !constraint.startsWith(`${table}_`)) return undefined
  return constraint
    .slice(table.length + 1)
    .replace(/^user_id_(?!unique|users)/, '')
    .replace(/_(unique|range|known|not_blank|is_\w+|are_\w+|[a-z]+_id_fk|fk)$/, '')
}

/** The error for a row that does not exist or is not the caller's. */
export const missing = (noun = 'row') => new AppError('not_found', `There is no such ${noun}.`)
