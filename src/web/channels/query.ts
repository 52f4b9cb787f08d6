import { eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, jsonRows, me } from '../../db/builder.ts'
import { messages } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { messageColumns } from '../../features/channels/columns.ts'
import { channelsOfCaller } from '../../features/channels/queries.ts'
import { Channel, Message } from '../../features/channels/schemas.ts'
import { Reader, readerJson } from '../reader.ts'

const ChannelsData = z.object({
  reader: Reader,
  channels: z.array(Channel),
  /** The last ones of all channels, the newest first. */
  messages: z.array(Message),
})
export type ChannelsData = z.infer<typeof ChannelsData>

/** So many messages are looked through for the last ones of each channel. */
const RECENT = 100

const recentMessages = () =>
  db
    .select(messageColumns)
    .from(messages)
    .where(eq(messages.user_id, me))
    .orderBy(sql`${messages.id} desc nulls last`)
    .limit(RECENT)

/** The reader's channels and what was last sent on them, in one round trip. */
export const readChannels = query.one('web.channels', { returns: ChannelsData }, () =>
  db
    .select({
      reader: readerJson,
      channels: jsonRows(channelsOfCaller()),
      messages: jsonRows(recentMessages()),
    })
    .from(sql`(select) one_row`),
)
