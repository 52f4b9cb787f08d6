import { MigrateError } from './errors.ts'

/** How far a run came before it failed; `verb` is `applied` or `rolled back`. */
export type Outcome = { done: string[]; left: string[]; verb: string }

/** The same error, saying also what was done and kept, and what was not done. */
export function withOutcome(error: unknown, { done, left, verb }: Outcome): unknown {
  if (!(error instanceof MigrateError)) return error
  return new MigrateError(error.message, {
    details: [
      ...error.details,
      `${verb} now and kept: ${done.join(', ') || 'none'}`,
      `not ${verb}: ${left.join(', ')}`,
    ],
    ...(error.hint && { hint: error.hint }),
    cause: error.cause,
  })
}
