import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../../db/builder.ts'
import { accessTokens, signInLinks, users } from '../../db/schema/index.ts'
import { command } from '../../db/statement.ts'

/** What proves who signs in, and the session that begins then. */
interface SignIn {
  /** Of the token or of the link. */
  hash: string
  session_hash: string
  session_prefix: string
  lasts_s: number
}

const Session = z.object({ user_id: z.int() })

/** Begins a session of the pages with a token; it ends with the token at the latest. Null when the token proves nothing. */
export const signInWithToken = command.maybe(
  'sign_in.token',
  { returns: Session, access: 'service' },
  ({ hash, session_hash, session_prefix, lasts_s }: SignIn) => ({
    rows: sql`
      insert into ${accessTokens} (user_id, parent_id, kind, name, token_hash, token_prefix, expires_at)
      select ${accessTokens.user_id}, ${accessTokens.id}, 'session', 'Sign-in with ' || left(${accessTokens.name}, 200),
        ${session_hash}, ${session_prefix}, least(now() + make_interval(secs => ${lasts_s}::int), ${accessTokens.expires_at})
      from ${accessTokens} join ${users} on ${users.id} = ${accessTokens.user_id} and ${users.is_active}
      where ${accessTokens.token_hash} = ${hash} and ${accessTokens.kind} = 'token'
        and (${accessTokens.expires_at} is null or ${accessTokens.expires_at} > now())
      returning user_id`,
  }),
)

/** Begins a session with a one-time link. Null when it was used, is too old, or never was. */
export const signInWithLink = command.maybe(
  'sign_in.link',
  { returns: Session, access: 'service' },
  ({ hash, session_hash, session_prefix, lasts_s }: SignIn) => ({
    with: sql`used as (
      delete from ${signInLinks} where ${signInLinks.link_hash} = ${hash} and ${signInLinks.expires_at} > now()
      returning user_id
    )`,
    rows: sql`
      insert into ${accessTokens} (user_id, kind, name, token_hash, token_prefix, expires_at)
      select ${users.id}, 'session', 'Sign-in by link', ${session_hash}, ${session_prefix},
        now() + make_interval(secs => ${lasts_s}::int)
      from used join ${users} on ${users.id} = used.user_id and ${users.is_active}
      returning user_id`,
  }),
)

/** Ends a session, wherever its cookie may be. */
export const endSession = command.maybe(
  'sign_in.end',
  { returns: Session, access: 'service' },
  ({ session_hash }: { session_hash: string }) =>
    db
      .delete(accessTokens)
      .where(and(eq(accessTokens.token_hash, session_hash), eq(accessTokens.kind, 'session')))
      .returning({ user_id: accessTokens.user_id }),
)
