import { type SQL, sql } from 'drizzle-orm'
import { accessTokens, users } from './schema/index.ts'

/** Whose account the seed makes; requests without a token act as this user on a loopback database only. */
export const DEMO_EMAIL = 'demo@morning-brief.local'

/** How a request says who it is. It is proved inside the statement that does the work: one round trip. */
export type Credential = { kind: 'token' | 'session'; token_hash: string } | { kind: 'demo' }

/** Who a statement turned out to run for; the columns of the CTE `caller`. */
export interface Caller {
  id: number
  email: string
  role: 'reader' | 'admin'
  time_zone: string
  brief_hour: number
}

const columns = sql`${users.id}, ${users.email}, ${users.role}, ${users.time_zone}, ${users.brief_hour}`

/** Hashes are compared by an index on SHA-256 values, so how long it takes tells nothing about a token. */
const byHash = (kind: 'token' | 'session') => sql`
  select ${columns}, ${accessTokens.id} as token_id,
    coalesce(${accessTokens.last_used_at} < now() - interval '1 minute', true) as is_stale
  from ${accessTokens} join ${users} on ${users.id} = ${accessTokens.user_id}
  where ${accessTokens.token_hash} = ${sql.placeholder('token_hash')} and ${accessTokens.kind} = ${sql.raw(`'${kind}'`)}
    and (${accessTokens.expires_at} is null or ${accessTokens.expires_at} > now()) and ${users.is_active}`

/** Per kind of credential the query that finds its user: no row when it proves nothing. */
export const CALLER_QUERIES: Record<Credential['kind'], SQL> = {
  token: byHash('token'),
  session: byHash('session'),
  demo: sql`
    select ${columns}, null::int as token_id, false as is_stale from ${users}
    where lower(${users.email}) = ${sql.raw(`'${DEMO_EMAIL}'`)} and ${users.is_active}`,
}

/**
 * What puts the rest of a transaction behind the wall of row-level security: the functions of migration
 * 0010_row_level_security. The statement behind it still finds its caller by itself.
 */
export function enterAs(credential: Credential): { text: string; params: unknown[] } {
  return credential.kind === 'demo'
    ? { text: 'select enter_as_email($1)', params: [DEMO_EMAIL] }
    : { text: 'select enter_as_token($1)', params: [credential.token_hash] }
}
