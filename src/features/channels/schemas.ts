import * as z from 'zod'
import { channels, messages } from '../../db/schema/index.ts'
import { cursorOf } from '../../http/cursor.ts'
import {
  EXAMPLE_MOMENT,
  exampleTimes,
  filledText,
  id,
  isInPostgresRange,
  pageLimit,
  text,
} from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

/** So many channels a reader may have. */
export const MAX_CHANNELS = 12

export const exampleChannel = {
  id: 4,
  user_id: 1,
  kind: 'mail' as const,
  address: 'ada@example.org',
  name: 'ada@example.org',
  format: null,
  state: 'active' as const,
  state_reason: null,
  days: 'weekdays' as const,
  second_hour: null,
  paused_until: null,
  confirmed_at: EXAMPLE_MOMENT,
  ...exampleTimes,
}

export const Channel = z
  .object({
    ...rowFields(channels, ['id', 'user_id', 'kind', 'address', 'name', 'format']),
    state: z.enum(channels.state.enumValues).meta({
      description:
        '`unconfirmed`: a mail with a link waits at the address; `bounced` and `complained`: the address has to be confirmed again; `failing`: it took nothing several times',
    }),
    ...rowFields(channels, ['state_reason', 'days', 'second_hour']),
    paused_until: z.iso
      .date()
      .nullable()
      .meta({ description: 'The date from which messages come again, where the reader lives' }),
    ...rowFields(channels, ['confirmed_at', 'created_at', 'updated_at']),
  })
  .meta({ id: 'Channel', description: 'A way by which the brief comes', examples: [exampleChannel] })
export type Channel = z.infer<typeof Channel>

/** A channel as it is made: the secret of a webhook is shown this once. */
export const NewChannel = z.object({ ...Channel.shape, ...rowFields(channels, ['signing_secret']) }).meta({
  id: 'NewChannel',
  description: 'A channel as it was made; what signs a webhook is shown this once',
  examples: [{ ...exampleChannel, signing_secret: null }],
})
export type NewChannel = z.infer<typeof NewChannel>

const hour = () =>
  z
    .int({ error: 'must be a whole number from 0 to 23' })
    .min(0, 'must be from 0 to 23')
    .max(23, 'must be from 0 to 23')

/** What a reader may change of a channel. */
const rhythm = {
  name: filledText(channels.name).optional(),
  days: z.enum(channels.days.enumValues, { error: 'must be every_day, weekdays or weekends' }).optional(),
  second_hour: hour().nullable().optional().meta({ description: 'The brief comes once more at this hour' }),
  paused_until: z.iso
    .date({ error: 'must be a date such as 2026-11-21' })
    .refine(isInPostgresRange, 'must be a date of this era')
    .nullable()
    .optional(),
}

const MailChannel = z.object({
  kind: z.literal('mail'),
  address: z
    .email({ error: 'must be an e-mail address' })
    .max(255, 'must have at most 255 characters')
    // What stands before the @ has at most so many (RFC 5321 §4.5.3.1.1).
    .refine((address) => address.indexOf('@') <= 64, 'must be an e-mail address'),
  ...rhythm,
})

const base64Url = (bytes: number) =>
  z
    .string({ error: 'must be base64url' })
    .regex(/^[\w-]{1,100}={0,2}$/, 'must be base64url')
    .refine(
      (written) => Math.floor((written.replace(/=+$/, '').length * 3) / 4) === bytes,
      `must have ${bytes} bytes`,
    )

const PushChannel = z.object({
  kind: z.literal('push'),
  address: text(channels.address).meta({ description: 'The endpoint of the subscription' }),
  keys: z.object({ p256dh: base64Url(65), auth: base64Url(16) }),
  ...rhythm,
})

const WebhookChannel = z.object({
  kind: z.literal('webhook'),
  address: text(channels.address),
  format: z
    .enum(['json', 'ntfy', 'slack', 'discord', 'telegram'], {
      error: 'must be json, ntfy, slack, discord or telegram',
    })
    .optional()
    .meta({ description: 'Told by the address where it is left out' }),
  ...rhythm,
})

export const ChannelToAdd = z
  .discriminatedUnion('kind', [MailChannel, PushChannel, WebhookChannel], {
    error: 'must be mail, push or webhook',
  })
  .meta({
    id: 'ChannelToAdd',
    examples: [
      { kind: 'mail', address: 'ada@example.org', days: 'weekdays' },
      { kind: 'webhook', address: 'https://ntfy.sh/adas-mornings' },
    ],
  })
export type ChannelToAdd = z.infer<typeof ChannelToAdd>

export const ChannelChange = z
  .object({
    ...rhythm,
    state: z
      .enum(['active', 'off'], { error: 'must be active or off' })
      .optional()
      .meta({ description: 'Turns it on or off; one that is not confirmed cannot be turned on' }),
  })
  .meta({ id: 'ChannelChange', examples: [{ days: 'weekends', paused_until: '2026-12-27' }] })
export type ChannelChange = z.infer<typeof ChannelChange>

export const ChannelParams = z.object({ id: id() })

export const exampleMessage = {
  id: 71,
  user_id: 1,
  channel_id: 4,
  brief_id: 12,
  purpose: 'brief' as const,
  edition: 1,
  state: 'sent' as const,
  attempts: 1,
  next_attempt_at: EXAMPLE_MOMENT,
  expires_at: EXAMPLE_MOMENT,
  sent_at: EXAMPLE_MOMENT,
  provider_message_id: '4f1c',
  error: null,
  ...exampleTimes,
}

export const Message = z
  .object({
    ...rowFields(messages, ['id', 'user_id', 'channel_id', 'brief_id', 'purpose', 'edition', 'state']),
    ...rowFields(messages, ['attempts', 'next_attempt_at', 'expires_at', 'sent_at']),
    ...rowFields(messages, ['provider_message_id', 'error', 'created_at', 'updated_at']),
  })
  .meta({
    id: 'Message',
    description: 'Something that was sent to a reader, or will be, and what became of it',
    examples: [exampleMessage],
  })
export type Message = z.infer<typeof Message>

export const MessageQuery = z.object({
  limit: pageLimit(200, 50),
  cursor: cursorOf('number').optional(),
})

export const PushKey = z.object({ public_key: z.string() }).meta({
  id: 'PushKey',
  examples: [{ public_key: 'BOg7…base64url' }],
})
