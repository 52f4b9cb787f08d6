const DML = /^\s*(?:select|insert|update|delete|merge|with|values|table)\b/i

/**
 * What lets a DML statement leave something in the session, or see what another left: settings, advisory locks,
 * temporary tables, sequence positions, the random seed, other servers' connections; and identifiers spelt in escapes.
 */
const SESSION_BOUND =
  /\b(?:set_config|pg_(?:try_)?advisory\w*|temp(?:orary)?|pg_temp\w*|currval|lastval|setval|setseed|dblink\w*|pg_logical\w*|lo_\w+)\b|\bu&"/i

const MAX_REMEMBERED = 2_000
const remembered = new Map<string, boolean>()

/**
 * Whether a statement neither leaves anything in its session nor depends on what was left there, so that the session
 * can serve the next request as it is. Errs on the side of false (a word inside a literal counts too). A function of
 * the user's own that changes settings for the session goes unseen.
 */
export function isSessionNeutral(text: string): boolean {
  let neutral = remembered.get(text)
  if (neutral === undefined) {
    neutral = DML.test(text) && !SESSION_BOUND.test(text)
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(text, neutral)
  }
  return neutral
}

/** What DISCARD ALL does, as statements that may run together (Postgres docs, DISCARD). */
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
