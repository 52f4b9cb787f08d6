import { sql } from 'drizzle-orm'
import type { NewSession } from '../../db/credential.ts'
import { accessTokens } from '../../db/schema/index.ts'

/**
 * Starts a session for the user of the CTE `owner` (id), if it has one.
 * @param by how they came in, for the list of sessions
 */
export const startSession = (
  { session_hash, session_prefix, device, lasts_s, max_sessions }: NewSession,
  by: 'by a link' | 'by a passkey' | 'at the set-up',
) => sql`
  insert into ${accessTokens} (user_id, kind, name, token_hash, token_prefix, expires_at)
  select owner.id, 'session', ${device}::text || ${sql.raw(`', ${by}'`)}, ${session_hash}, ${session_prefix},
    now() + make_interval(secs => ${lasts_s}::int)
  from owner cross join lateral make_room_for_session(owner.id, ${max_sessions}::int)
  returning user_id`
