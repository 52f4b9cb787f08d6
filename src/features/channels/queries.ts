import { and, desc, eq, exists, lt, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import type { Requirement } from '../../db/definition.ts'
import { briefs, channels, messages } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { channelColumns, messageColumns } from './columns.ts'
import { Channel, type ChannelChange, MAX_CHANNELS, Message, NewChannel } from './schemas.ts'

type ChannelId = { id: number }

const own = ({ id }: ChannelId) => and(eq(channels.id, id), eq(channels.user_id, me))
const versioned = (channel: ChannelId) => ({ table: channels, where: own(channel) })

/** All of the caller's channels, the oldest first; they are few. */
export const channelsOfCaller = () =>
  db.select(channelColumns).from(channels).where(eq(channels.user_id, me)).orderBy(channels.id)

export const listChannels = query.many('channels.list', { returns: Channel }, channelsOfCaller)

export const getChannel = query.one(
  'channels.get',
  { returns: Channel, noun: 'channel' },
  (channel: ChannelId) => db.select(channelColumns).from(channels).where(own(channel)),
)

interface ChannelToCreate {
  kind: Channel['kind']
  address: string
  name: string
  state: 'active' | 'unconfirmed'
  format?: Channel['format'] | undefined
  signing_secret?: string | undefined
  p256dh?: string | undefined
  auth?: string | undefined
  days?: Channel['days'] | undefined
  second_hour?: number | null | undefined
  paused_until?: string | null | undefined
}

/** A channel of the caller's, unless there are as many as there may be. */
export const createChannel = command.one(
  'channels.create',
  {
    returns: NewChannel,
    requires: () => [
      {
        holds: sql`count_channels(${me}) < ${sql.raw(String(MAX_CHANNELS))}`,
        otherwise: {
          code: 'limit_reached',
          detail: `You have ${MAX_CHANNELS} channels, which is the most here. Remove one that you no longer use.`,
        },
      },
    ],
  },
  (channel: ChannelToCreate) =>
    db
      .insert(channels)
      .values({ user_id: me, ...channel })
      .returning({ ...channelColumns, signing_secret: channels.signing_secret }),
)

const isOwn = (channel: ChannelId, condition?: SQL): SQL =>
  exists(
    db
      .select({ id: channels.id })
      .from(channels)
      .where(and(own(channel), condition)),
  )

/** Changes the fields that are present; an update has to set something, so it sets what never changes, too. */
export const updateChannel = command.one(
  'channels.update',
  {
    returns: Channel,
    noun: 'channel',
    versioned,
    requires: ({ id, state }: ChannelId & ChannelChange) =>
      state === undefined
        ? []
        : [
            {
              holds: sql`${state}::text = 'off' or not ${isOwn({ id }, isToBeConfirmed)}`,
              otherwise: {
                code: 'conflict',
                detail: 'This address is not confirmed. Ask for a mail with a link, and open it.',
              },
            },
          ],
  },
  ({ id, state, ...change }: ChannelId & ChannelChange) =>
    db
      .update(channels)
      .set({
        created_at: channels.created_at,
        ...change,
        // What is not confirmed cannot be turned off into something that can be turned on.
        ...(state !== undefined && {
          state: sql`case when ${isToBeConfirmed} then ${channels.state} else ${state}::text end`,
          state_reason: sql`case when ${isToBeConfirmed} then ${channels.state_reason} end`,
        }),
      })
      .where(own({ id }))
      .returning(channelColumns),
)

const isToBeConfirmed = sql`${channels.state} in ('unconfirmed', 'bounced', 'complained')`

export const deleteChannel = command.one(
  'channels.delete',
  { returns: z.object({ id: z.int() }), noun: 'channel', versioned },
  (channel: ChannelId) => db.delete(channels).where(own(channel)).returning({ id: channels.id }),
)

const isCallersChannel = (channel: ChannelId): Requirement => ({
  holds: isOwn(channel),
  otherwise: { code: 'not_found', detail: 'There is no such channel.' },
})

const isWithinTheHour = (purpose: 'now' | 'confirmation', most: number): Requirement => ({
  holds: sql`count_messages(${me}, ${sql.raw(`'${purpose}'`)}) < ${sql.raw(String(most))}`,
  otherwise: {
    code: 'limit_reached',
    detail: `You have asked for ${most} of these within an hour. Ask again later.`,
  },
})

/** Asks for a mail with the link that confirms an address. */
export const requestConfirmation = command.one(
  'channels.request_confirmation',
  {
    returns: Message,
    requires: (channel: ChannelId) => [
      isCallersChannel(channel),
      {
        holds: isOwn(channel, isToBeConfirmed),
        otherwise: { code: 'conflict', detail: 'There is nothing to confirm about this channel.' },
      },
      isWithinTheHour('confirmation', 5),
    ],
  },
  ({ id }: ChannelId) =>
    db
      .insert(messages)
      .values({
        user_id: me,
        channel_id: id,
        purpose: 'confirmation',
        expires_at: sql`now() + interval '1 hour'`,
      })
      .returning(messageColumns),
)

const newestBrief = db
  .select({ id: briefs.id })
  .from(briefs)
  .where(eq(briefs.user_id, me))
  .orderBy(desc(briefs.delivery_date))
  .limit(1)

/** Asks for the newest brief once more, now, on one channel. */
export const requestBriefNow = command.one(
  'channels.request_brief_now',
  {
    returns: Message,
    requires: (channel: ChannelId) => [
      isCallersChannel(channel),
      {
        holds: isOwn(channel, eq(channels.state, 'active')),
        otherwise: {
          code: 'conflict',
          detail: 'Nothing is sent on this channel. Turn it on, or confirm it.',
        },
      },
      {
        holds: exists(newestBrief),
        otherwise: {
          code: 'missing_parent',
          detail: 'You have no brief yet. Build the one of today first.',
        },
      },
      isWithinTheHour('now', 12),
    ],
  },
  ({ id }: ChannelId) =>
    db
      .insert(messages)
      .values({
        user_id: me,
        channel_id: id,
        brief_id: sql`(${newestBrief})`,
        purpose: 'now',
        expires_at: sql`now() + interval '1 hour'`,
      })
      .returning(messageColumns),
)

/** The caller's messages, the newest first. */
export const listMessages = query.page(
  'messages.list',
  { returns: Message },
  ({ limit, before_id }: { limit: number; before_id?: number | undefined }) =>
    db
      .select(messageColumns)
      .from(messages)
      .where(and(eq(messages.user_id, me), before_id === undefined ? undefined : lt(messages.id, before_id)))
      .orderBy(sql`${messages.id} desc nulls last`)
      .limit(limit),
)
