import { addValuesFirst, usesNewEnumValue } from './enum-values.ts'
import { asDatabaseError, MigrateError } from './errors.ts'
import { forgetApplied, recordApplied } from './journal-table.ts'
import { beginLocked, withSessionLock } from './lock.ts'
import { applyWithoutTransaction } from './no-transaction.ts'
import { isNoTransaction, type Migration } from './read-migrations.ts'
import { retryWhileLocked } from './retry.ts'
import { runStatement } from './run-statement.ts'
import type { Session } from './session.ts'
import { splitStatements, withinTransaction } from './statements.ts'
import { forTransaction } from './transaction-control.ts'

/** Asked under the lock whether a migration is still the one to run, and which rows then go; false when it is not. */
export type Recheck = () => Promise<{ forget: number[] } | false>

/**
 * Applies one migration and records it, in one transaction unless it asks for none.
 * @returns false when, under the lock, it is no longer the one to apply.
 */
export function applyUp(session: Session, migration: Migration, recheck: Recheck): Promise<boolean> {
  const record = () => recordApplied(session.client, session.table, migration)
  return run(session, migration, recheck, record)
}

/**
 * Runs one migration's way down and forgets it, in one transaction unless it asks for none.
 * @returns false when, under the lock, it is no longer the one to roll back.
 */
export function applyDown(session: Session, migration: Migration, recheck: Recheck): Promise<boolean> {
  const { downFile: file, down = '' } = migration
  const { adopted } = migration
  const script = { file, statements: splitStatements(down), noTransaction: isNoTransaction(down), adopted }
  return run(session, script, recheck, async () => {})
}

type Script = Pick<Migration, 'file' | 'statements' | 'noTransaction' | 'adopted'>

async function run(
  session: Session,
  script: Script,
  recheck: Recheck,
  record: () => Promise<void>,
): Promise<boolean> {
  const onNotice = (notice: { severity?: string | undefined; message?: string | undefined }) =>
    session.report({ level: 'info', text: `${notice.severity?.toLowerCase()}: ${notice.message}` })
  session.client.on('notice', onNotice)
  try {
    if (script.noTransaction)
      return await withSessionLock(session, async () => {
        const rows = await recheck()
        if (!rows) return false
        await applyWithoutTransaction(session, script.file, script.statements)
        await forgetApplied(session.client, session.table, rows.forget)
        await record()
        return true
      })
    try {
      return await runInTransaction(session, script, recheck, record)
    } catch (error) {
      const { values, rest } = addValuesFirst(script)
      if (!script.adopted || values.length === 0 || !usesNewEnumValue(error)) throw error
      session.report({ level: 'warn', text: `${script.file}: its new enum values are added first` })
      for (const value of values)
        await runInTransaction(session, { ...script, statements: [value] }, recheck, async () => {}, false)
      return await runInTransaction(session, rest, recheck, record)
    }
  } finally {
    session.client.off('notice', onNotice)
  }
}

function runInTransaction(
  session: Session,
  script: Script,
  recheck: Recheck,
  record: () => Promise<void>,
  isWhole = true,
): Promise<boolean> {
  return retryWhileLocked(session, script.file, () =>
    inLockedTransaction(session, script.file, async () => {
      const rows = await recheck()
      if (!rows) return false
      await limitTimes(session)
      await runAll(session, script)
      // A migration may have changed its role, search_path and the like, for the rest of the session.
      await session.client.query('reset session authorization; reset role; reset all; discard temp')
      if (isWhole) await forgetApplied(session.client, session.table, rows.forget)
      await record()
      return true
    }),
  )
}

/**
 * Runs `work` in a transaction that holds the migration lock, which is rolled back when any of it fails.
 * @throws MigrateError when it fails at its commit.
 */
export async function inLockedTransaction<T>(
  session: Session,
  file: string,
  work: () => Promise<T>,
): Promise<T> {
  const { client } = session
  await beginLocked(session)
  try {
    const result = await work()
    await client.query('commit').catch((cause) => {
      throw new MigrateError(`${file} failed when it was committed.`, {
        details: [asDatabaseError(cause).message],
        cause,
      })
    })
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** Runs `work` in a transaction that holds the migration lock and is undone, so that nothing is left of it. */
export async function inRolledBackTransaction<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await beginLocked(session)
  try {
    return await work()
  } finally {
    await session.client.query('rollback').catch(() => {})
  }
}

/** Sets the timeouts of the current transaction, and forgets what another migration or client may have set. */
export async function limitTimes({ client, statementTimeoutMs, lockTimeoutMs }: Session): Promise<void> {
  await client.query(
    `reset session authorization; reset role; reset all;
     set local statement_timeout = ${statementTimeoutMs}; set local lock_timeout = ${lockTimeoutMs}`,
  )
  // Ends the server's side too when this process dies; not every platform can watch its sockets.
  await client.query(
    `do $$ begin set local client_connection_check_interval = '1s'; exception when others then null; end $$`,
  )
}

/**
 * Runs a migration's statements inside the current transaction, which none of them can end.
 * @throws MigrateError with the file, the line and Postgres's words.
 */
export async function runAll(
  session: Session,
  script: Pick<Script, 'file' | 'statements' | 'adopted'>,
): Promise<void> {
  for (const statement of forTransaction(session, script)) {
    await runStatement(session, script.file, statement, withinTransaction(statement.text))
  }
}
