const DML = /^\s*(?:select|insert|update|delete|merge|with|values|table)\b/i

/**
 * What a DML statement can use to change or read session state: settings, advisory locks, temporary tables, sequence
 * positions, the random seed, dblink connections; also Unicode-escaped identifiers, which could hide any of these.
 */
const SESSION_BOUND =
  /\b(?:set_config|pg_(?:try_)?advisory\w*|temp(?:orary)?|pg_temp\w*|currval|lastval|setval|setseed|dblink\w*|pg_logical\w*|lo_\w+)\b|\bu&"/i

const MAX_CACHED = 2_000
const cache = new Map<string, boolean>()

/**
 * Whether a statement neither changes nor reads session state, so that the next request can use the session without a
 * reset. In doubt the result is false (a word inside a literal counts, too). It cannot see that a user-defined function
 * changes the session.
 */
export function isSessionNeutral(text: string): boolean {
  let neutral = cache.get(text)
  if (neutral === undefined) {
    neutral = DML.test(text) && !SESSION_BOUND.test(text)
    if (cache.size >= MAX_CACHED) cache.clear()
    cache.set(text, neutral)
  }
  return neutral
}

/** The statements that DISCARD ALL stands for (Postgres docs, DISCARD); unlike it they can be sent as one query. */
export const RESET_SESSION = [
  'CLOSE ALL',
  'SET SESSION AUTHORIZATION DEFAULT',
  'RESET ALL',
  'DEALLOCATE ALL',
  'UNLISTEN *',
  'SELECT pg_advisory_unlock_all()',
  'DISCARD PLANS',
  'DISCARD TEMP',
  'DISCARD SEQUENCES',
].join('; ')
