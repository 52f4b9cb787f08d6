import { eq } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonRows, me } from '../../db/builder.ts'
import { feedTokens, users } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { tokensOfCaller } from '../../features/tokens/queries.ts'
import { AccessToken } from '../../features/tokens/schemas.ts'
import { moment } from '../../http/fields.ts'
import { Reader, readerJson } from '../reader.ts'

const SettingsData = z.object({
  reader: Reader,
  tokens: z.array(AccessToken),
  /** When the private feed was created; null without one. */
  feed_since: moment().nullable(),
})
export type SettingsData = z.infer<typeof SettingsData>

/** The reader's settings and access tokens, without browser sessions, in one round trip. */
export const readSettings = query.one('web.settings', { returns: SettingsData }, () =>
  db
    .select({
      reader: readerJson,
      tokens: jsonRows(tokensOfCaller()),
      feed_since: feedTokens.updated_at,
    })
    .from(users)
    .leftJoin(feedTokens, eq(feedTokens.user_id, users.id))
    .where(eq(users.id, me)),
)
