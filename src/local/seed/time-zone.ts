import type pg from 'pg'

/** This machine's time zone, as IANA names it. */
export function localTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/**
 * The IANA time zone of this name as the database spells it, or undefined unless both Postgres and JavaScript know it:
 * briefs are built by the one and shown by the other.
 */
export async function findTimeZone(client: pg.Client, name: string): Promise<string | undefined> {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    return undefined
  }
  const { rows } = await client.query<{ name: string }>(
    'select name from pg_timezone_names where lower(name) = lower($1)',
    [name],
  )
  return rows[0]?.name
}
