import { getTableColumns } from 'drizzle-orm'
import { channels, messages } from '../../db/schema/index.ts'

const { signing_secret: _secret, p256dh: _p256dh, auth: _auth, ...ofChannels } = getTableColumns(channels)
const {
  address: _address,
  sender_hash: _sender,
  leased_until: _lease,
  ...ofMessages
} = getTableColumns(messages)

/** What its owner sees of a channel: all but secrets. */
export const channelColumns = ofChannels

/** What its reader sees of a message. */
export const messageColumns = ofMessages
