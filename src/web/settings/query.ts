import { sql } from 'drizzle-orm'
import { accessTokens, feedTokens } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'
import type { AccessToken } from '../../features/tokens/schemas.ts'
import { type Reader, readerJson } from '../reader.ts'

export interface SettingsData {
  reader: Reader
  tokens: AccessToken[]
  /** When the private feed got its address; null when there is none. */
  feed_since: string | null
}

/** The reader's settings and tokens (not the sessions of browsers), in one round trip. */
export const readSettings = value<Record<never, never>, SettingsData>('web.settings', {
  work: sql`
    select json_build_object(
      'reader', ${readerJson},
      'tokens', (
        select coalesce(json_agg(token), '[]') from (
          select ${accessTokens.id}, ${accessTokens.name}, ${accessTokens.token_prefix}, ${accessTokens.last_used_at},
            ${accessTokens.expires_at}, ${accessTokens.created_at}, ${accessTokens.updated_at}
          from ${accessTokens} where ${accessTokens.user_id} = caller.id and ${accessTokens.kind} = 'token'
          order by ${accessTokens.id} desc
        ) token
      ),
      'feed_since', (select ${feedTokens.updated_at} from ${feedTokens} where ${feedTokens.user_id} = caller.id)
    ) as value
    from caller`,
})
