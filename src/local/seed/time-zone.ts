import type pg from 'pg'
import { asDatabaseError } from '../../migrate/errors.ts'

const INVALID_PARAMETER_VALUE = '22023'

/** This machine's time zone, as IANA names it. */
export function localTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/**
 * The IANA time zone of this name in its usual spelling, or undefined unless both JavaScript and Postgres know it: briefs
 * are built by the one and shown by the other. To be called in a transaction.
 */
export async function findTimeZone(client: pg.Client, name: string): Promise<string | undefined> {
  const spelled = spell(name)
  if (spelled === undefined) return undefined
  await client.query('savepoint time_zone')
  try {
    await client.query('select now() at time zone $1', [spelled])
    return spelled
  } catch (error) {
    if (asDatabaseError(error).code !== INVALID_PARAMETER_VALUE) throw error
    await client.query('rollback to savepoint time_zone')
    return undefined
  }
}

/** Offsets such as +02:00 are none: they know no summer time. */
function spell(name: string): string | undefined {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    return /^[A-Za-z]/.test(timeZone) ? timeZone : undefined
  } catch {
    return undefined
  }
}
