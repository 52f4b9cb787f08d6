import { sql } from 'drizzle-orm'
import { accessTokens, signInLinks, users } from '../../db/schema/index.ts'
import { one } from '../../db/statement.ts'

const p = sql.placeholder

type NewSession = { session_hash: string; prefix: string; lasts_s: number }

const ends = sql`now() + make_interval(secs => ${p('lasts_s')}::int)`

/** Begins a session of the pages with a token; it ends with the token at the latest. Null when the token proves nothing. */
export const signInWithToken = one<NewSession & { hash: string }, { user_id: number } | null>(
  'sign_in.token',
  {
    access: 'service',
    work: sql`
    insert into ${accessTokens} (user_id, parent_id, kind, name, token_hash, token_prefix, expires_at)
    select ${accessTokens.user_id}, ${accessTokens.id}, 'session', 'Sign-in with ' || left(${accessTokens.name}, 200),
      ${p('session_hash')}, ${p('prefix')}, least(${ends}, ${accessTokens.expires_at})
    from ${accessTokens} join ${users} on ${users.id} = ${accessTokens.user_id} and ${users.is_active}
    where ${accessTokens.token_hash} = ${p('hash')} and ${accessTokens.kind} = 'token'
      and (${accessTokens.expires_at} is null or ${accessTokens.expires_at} > now())
    returning user_id`,
  },
)

/** Begins a session with a one-time link. Null when it was used, is too old, or never was. */
export const signInWithLink = one<NewSession & { hash: string }, { user_id: number } | null>('sign_in.link', {
  access: 'service',
  with: sql`used as (
    delete from ${signInLinks} where ${signInLinks.link_hash} = ${p('hash')} and ${signInLinks.expires_at} > now()
    returning user_id
  )`,
  work: sql`
    insert into ${accessTokens} (user_id, kind, name, token_hash, token_prefix, expires_at)
    select ${users.id}, 'session', 'Sign-in by link', ${p('session_hash')}, ${p('prefix')}, ${ends}
    from used join ${users} on ${users.id} = used.user_id and ${users.is_active}
    returning user_id`,
})

/** Ends a session, wherever its cookie may be. */
export const endSession = one<{ session_hash: string }, { user_id: number } | null>('sign_in.end', {
  access: 'service',
  work: sql`
    delete from ${accessTokens}
    where ${accessTokens.token_hash} = ${p('session_hash')} and ${accessTokens.kind} = 'session'
    returning user_id`,
})
