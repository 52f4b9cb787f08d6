import { findBlockers } from './blockers.ts'
import { asDatabaseError, MigrateError } from './errors.ts'
import { LEAVE_OUT, mend } from './hints.ts'
import { forgetApplied, recordApplied } from './journal-table.ts'
import { assertLocked } from './lock.ts'
import { applyWithoutTransaction } from './no-transaction.ts'
import { isNoTransaction, type Migration } from './read-migrations.ts'
import type { Session } from './session.ts'
import {
  describeFailure,
  type Statement,
  splitStatements,
  stripComments,
  unwrapError,
  withinTransaction,
} from './statements.ts'

/** Applies one migration and records it, in one transaction unless it asks for none. */
export async function applyUp(session: Session, migration: Migration): Promise<void> {
  await run(session, migration.file, migration.statements, migration.noTransaction, () =>
    recordApplied(session.client, session.table, migration),
  )
}

/** Runs one migration's way down and forgets it, in one transaction unless it asks for none. */
export async function applyDown(session: Session, migration: Migration): Promise<void> {
  const down = migration.down ?? ''
  await run(session, migration.downFile, splitStatements(down), isNoTransaction(down), () =>
    forgetApplied(session.client, session.table, migration),
  )
}

async function run(
  session: Session,
  file: string,
  statements: Statement[],
  noTransaction: boolean,
  record: () => Promise<void>,
): Promise<void> {
  await assertLocked(session.client, session.table)
  const onNotice = (notice: { severity?: string | undefined; message?: string | undefined }) =>
    session.report({ level: 'info', text: `${notice.severity?.toLowerCase()}: ${notice.message}` })
  session.client.on('notice', onNotice)
  try {
    // A migration that ran before may have changed search_path and the like.
    await session.client.query('reset all')
    await dieWithUs(session)
    await session.client.query("select set_config('statement_timeout', $1, false)", [
      `${session.statementTimeoutMs}`,
    ])
    await session.client.query("select set_config('lock_timeout', $1, false)", [`${session.lockTimeoutMs}`])
    if (noTransaction) await applyWithoutTransaction(session, file, statements)
    else await applyInTransaction(session, file, statements, record)
    if (noTransaction) await record()
  } finally {
    session.client.off('notice', onNotice)
  }
}

/**
 * Runs statements and then `finish` in one transaction, which is rolled back when any of them fails.
 * @throws MigrateError with the file, the line and Postgres's words.
 */
async function applyInTransaction(
  session: Session,
  file: string,
  statements: Statement[],
  finish: () => Promise<void>,
): Promise<void> {
  const { client } = session
  await client.query('begin')
  try {
    await runAll(session, file, statements)
    await finish()
    await client.query('commit').catch((cause) => {
      throw new MigrateError(`${file} failed when it was committed.`, {
        details: [asDatabaseError(cause).message],
        cause,
      })
    })
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/**
 * Runs statements inside the current transaction, which none of them can end.
 * @throws MigrateError with the file, the line and Postgres's words.
 */
export async function runAll(session: Session, file: string, statements: Statement[]): Promise<void> {
  refuseTransactionControl(file, statements)
  for (const statement of statements) {
    await runStatement(session, file, statement, withinTransaction(statement.text))
  }
}

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

/** Ends the server's side too when this process dies, even in the middle of a long index build. */
async function dieWithUs({ client }: Session): Promise<void> {
  // Not every platform can watch its sockets; the lock then stays until the statement ends.
  await client.query("set client_connection_check_interval = '1s'").catch(() => {})
}

function refuseTransactionControl(file: string, statements: Statement[]): void {
  for (const { text, line } of statements) {
    const first = stripComments(text).match(
      /^(begin|commit|rollback|end|start\s+transaction|savepoint|abort)\b/i,
    )
    if (first)
      throw new MigrateError(
        `${file}:${line} has ${first[0].toUpperCase()}, but each migration is one transaction already.`,
        { hint: LEAVE_OUT },
      )
  }
}
