import type pg from 'pg'
import { asDatabaseError } from '../../migrate/errors.ts'

const INVALID_PARAMETER_VALUE = '22023'

/** This machine's time zone as an IANA name. */
export function localTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/**
 * Returns the canonical spelling of an IANA time zone, or undefined if JavaScript or Postgres do not know it: Postgres
 * builds the briefs and JavaScript formats their times. Call it in a transaction.
 */
export async function findTimeZone(client: pg.Client, name: string): Promise<string | undefined> {
  const canonical = canonicalName(name)
  if (canonical === undefined) return undefined
  await client.query('savepoint time_zone')
  try {
    await client.query('select now() at time zone $1', [canonical])
    return canonical
  } catch (error) {
    if (asDatabaseError(error).code !== INVALID_PARAMETER_VALUE) throw error
    await client.query('rollback to savepoint time_zone')
    return undefined
  }
}

/** The canonical spelling, but undefined for offsets such as +02:00, which have no daylight saving time. */
function canonicalName(name: string): string | undefined {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    return /^[A-Za-z]/.test(timeZone) ? timeZone : undefined
  } catch {
    return undefined
  }
}
