import { findBlockers } from './blockers.ts'
import { asDatabaseError, MigrateError } from './errors.ts'
import { mend } from './hints.ts'
import type { Session } from './session.ts'
import { describeFailure, type Statement, unwrapError } from './statements.ts'

/**
 * Runs one statement; while it waits for a table's lock, says for whom.
 * @throws MigrateError with the file, the line and Postgres's words.
 */
export async function runStatement(
  session: Session,
  file: string,
  statement: Statement,
  command = statement.text,
): Promise<void> {
  const blockers = findBlockers(session)
  try {
    await session.client.query(command)
  } catch (cause) {
    const error = unwrapError(asDatabaseError(cause), statement.text)
    const seen = error.code === '55P03' ? await blockers.seen() : []
    const hint = mend(error)
    throw new MigrateError(`${file} failed.`, {
      details: [...describeFailure(file, statement, error), ...seen],
      ...(hint && { hint }),
      cause,
    })
  } finally {
    blockers.stop()
  }
}
