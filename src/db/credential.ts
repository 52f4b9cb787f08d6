import { type SQL, sql } from 'drizzle-orm'
import { accessTokens, users } from './schema/index.ts'

/** Whose account the seed makes; requests without a token act as this user on a loopback database only. */
export const DEMO_EMAIL = 'demo@morning-brief.local'

/** How a request says who it is. It is proved inside the statement that does the work: one round trip. */
export type Credential = { kind: 'token'; token_hash: string } | { kind: 'demo' }

/** Who a statement turned out to run for. */
export interface Caller {
  id: number
  email: string
  role: 'reader' | 'admin'
  time_zone: string
  brief_hour: number
}

const columns = sql`${users.id}, ${users.email}, ${users.role}, ${users.time_zone}, ${users.brief_hour}`

/** Per kind of credential the query that finds its user: no row when it proves nothing. */
export const CALLER_QUERIES: Record<Credential['kind'], SQL> = {
  token: sql`
    select ${columns} from ${accessTokens} join ${users} on ${users.id} = ${accessTokens.user_id}
    where ${accessTokens.token_hash} = ${sql.placeholder('token_hash')}
      and (${accessTokens.expires_at} is null or ${accessTokens.expires_at} > now()) and ${users.is_active}`,
  demo: sql`
    select ${columns} from ${users}
    where lower(${users.email}) = ${sql.raw(`'${DEMO_EMAIL}'`)} and ${users.is_active}`,
}
