import { eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonRows, me } from '../../db/builder.ts'
import { feedTokens, users } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { passkeysOfCaller } from '../../features/passkeys/queries.ts'
import { Passkey } from '../../features/passkeys/schemas.ts'
import { type CurrentSession, sessionsOfCaller } from '../../features/sessions/queries.ts'
import { Session } from '../../features/sessions/schemas.ts'
import { tastesOfCaller } from '../../features/tastes/queries.ts'
import { Taste } from '../../features/tastes/schemas.ts'
import { tokensOfCaller } from '../../features/tokens/queries.ts'
import { AccessToken } from '../../features/tokens/schemas.ts'
import { Me } from '../../features/users/schemas.ts'
import { moment } from '../../http/fields.ts'
import { Reader, readerJson } from '../reader.ts'

const SettingsData = z.object({
  reader: Reader,
  tokens: z.array(AccessToken),
  sessions: z.array(Session),
  passkeys: z.array(Passkey),
  /** When the private feed was created; null without one. */
  feed_since: moment().nullable(),
  muted_words: Me.shape.muted_words,
})
export type SettingsData = z.infer<typeof SettingsData>

/** The reader's settings, access tokens and browser sessions, in one round trip. */
export const readSettings = query.one('web.settings', { returns: SettingsData }, (current: CurrentSession) =>
  db
    .select({
      reader: readerJson,
      tokens: jsonRows(tokensOfCaller()),
      sessions: jsonRows(sessionsOfCaller(current)),
      passkeys: jsonRows(passkeysOfCaller()),
      feed_since: feedTokens.updated_at,
      muted_words: users.muted_words,
    })
    .from(users)
    .leftJoin(feedTokens, eq(feedTokens.user_id, users.id))
    .where(eq(users.id, me)),
)

const TastesData = z.object({ reader: Reader, tastes: z.array(Taste) })
export type TastesData = z.infer<typeof TastesData>

/** What the reader's thumbs have taught, in one round trip. */
export const readTastes = query.one('web.tastes', { returns: TastesData }, () =>
  db.select({ reader: readerJson, tastes: jsonRows(tastesOfCaller()) }).from(sql`(select) one_row`),
)
