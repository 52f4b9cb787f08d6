import type { DatabaseError } from './errors.ts'

/** For statements that would end the transaction they run in. */
export const LEAVE_OUT =
  'Leave BEGIN, COMMIT and ROLLBACK out. What cannot run in a transaction goes into a migration that starts with `-- no-transaction`.'

/** For databases that drizzle-kit push made, whole or in part. */
export const HALF_PUSHED =
  'A database that push has left half-way is made anew: npm run db:reset on this machine. One that has all of the schema is recorded by the command stamp, which proves that.'

/** How to mend a statement that failed; undefined where Postgres's own words are all there is to say. */
export function mend({ code, message }: DatabaseError): string | undefined {
  if (message.includes('transaction commands')) return LEAVE_OUT
  if (message.includes('SELECT ... INTO'))
    return 'Write CREATE TABLE ... AS SELECT instead of SELECT ... INTO.'
  if (code === '55P03')
    return 'Run it again when that session is done, or give it longer with --lock-timeout.'
  if (code === '57014') return 'Give it longer with --statement-timeout, or do less in one statement.'
  if (code === '25001')
    return 'Put the statement into a migration of its own that starts with `-- no-transaction`.'
  if (code === '42P07' || code === '42710' || code === '42701')
    return (
      'It is there already: made by hand, or by drizzle-kit push. check --only drift shows the difference. ' +
      HALF_PUSHED
    )
  if (code === undefined || code.startsWith('08') || code.startsWith('57P'))
    return 'The connection was lost. Run it again: what was committed is known, the rest is applied.'
  return undefined
}
