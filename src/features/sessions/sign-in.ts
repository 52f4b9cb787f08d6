import { and, eq, or, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../../db/builder.ts'
import type { NewSession } from '../../db/credential.ts'
import { accessTokens, signInLinks, users } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'
import { startSession } from './start-session.ts'

/** The credential of a sign-in, and the session that it starts. */
interface SignIn extends NewSession {
  /** The hash of the token or link. */
  hash: string
}

const Owner = z.object({ user_id: z.int() })

/** Starts a session with a token, which ends with the token at the latest. Null if the token is not valid. */
export const signInWithToken = command.maybe(
  'sign_in.token',
  { returns: Owner, access: 'service' },
  ({ hash, session_hash, session_prefix, device, lasts_s, max_sessions }: SignIn) => ({
    with: sql`token as materialized (
      select ${accessTokens.id}, ${accessTokens.user_id}, ${accessTokens.name}, ${accessTokens.expires_at}
      from ${accessTokens} join ${users} on ${users.id} = ${accessTokens.user_id} and ${users.is_active}
      where ${accessTokens.token_hash} = ${hash} and ${accessTokens.kind} = 'token'
        and (${accessTokens.expires_at} is null or ${accessTokens.expires_at} > now())
    )`,
    rows: sql`
      insert into ${accessTokens} (user_id, parent_id, kind, name, token_hash, token_prefix, expires_at)
      select token.user_id, token.id, 'session', ${device}::text || ', with ' || left(token.name, 150),
        ${session_hash}, ${session_prefix}, least(now() + make_interval(secs => ${lasts_s}::int), token.expires_at)
      from token cross join lateral make_room_for_session(token.user_id, ${max_sessions}::int)
      returning user_id`,
  }),
)

/** Starts a session with a one-time link. Null if it is unknown, used or expired. */
export const signInWithLink = command.maybe(
  'sign_in.link',
  { returns: Owner, access: 'service' },
  ({ hash, ...session }: SignIn) => ({
    with: sql`used as (
      delete from ${signInLinks}
      where ${signInLinks.link_hash} = ${hash} and ${signInLinks.expires_at} > now() and ${signInLinks.user_id} is not null
      returning user_id
    ), owner as materialized (
      select ${users.id} from used join ${users} on ${users.id} = used.user_id and ${users.is_active}
    )`,
    rows: startSession(session, 'by a link'),
  }),
)

/** Ends a session; with `everywhere` also all other sessions of its user. */
export const signOut = command.many(
  'sign_in.end',
  { returns: Owner, access: 'service' },
  ({ session_hash, everywhere }: { session_hash: string; everywhere?: true | undefined }) => {
    const isThis = eq(accessTokens.token_hash, session_hash)
    const itsUser = db
      .select({ id: accessTokens.user_id })
      .from(accessTokens)
      .where(and(isThis, eq(accessTokens.kind, 'session')))
    const isOfItsUser = everywhere && sql`${accessTokens.user_id} = (${itsUser}) and ${everywhere}::boolean`
    return db
      .delete(accessTokens)
      .where(and(eq(accessTokens.kind, 'session'), or(isThis, isOfItsUser)))
      .returning({ user_id: accessTokens.user_id })
  },
)
