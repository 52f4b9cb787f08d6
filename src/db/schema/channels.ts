import { sql } from 'drizzle-orm'
import {
  check,
  date,
  index,
  integer,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/pg-core'
import { id, moment, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/**
 * A way by which a reader's brief comes: mail, web push or a webhook. A trigger (`queue_briefs`) makes a message for each
 * active channel in the transaction that builds a brief.
 */
export const channels = pgTable(
  'channels',
  {
    id: id(),
    user_id: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['mail', 'push', 'webhook'] }).notNull(),
    /** A mail address, a push subscription's endpoint, or a webhook's URL. */
    address: varchar({ length: 2048 }).notNull(),
    /** How its owner recognises it: "Firefox on Linux". */
    name: varchar({ length: 255 }).notNull(),
    /** What a webhook is sent: the brief as JSON, or what a service expects. */
    format: text({ enum: ['json', 'ntfy', 'slack', 'discord', 'telegram'] }),
    /** Signs a webhook (Standard Webhooks, `whsec_...`). */
    signing_secret: varchar({ length: 100 }),
    /** The public key and the secret of a push subscription (RFC 8291), base64url. */
    p256dh: varchar({ length: 100 }),
    auth: varchar({ length: 40 }),
    state: text({ enum: ['unconfirmed', 'active', 'off', 'bounced', 'complained', 'failing'] }).notNull(),
    /** Why it is in this state, in words. */
    state_reason: varchar({ length: 255 }),
    days: text({ enum: ['every_day', 'weekdays', 'weekends'] })
      .notNull()
      .default('every_day'),
    /** Local hour at which the brief comes once more. */
    second_hour: smallint(),
    /** Local date from which messages come again. */
    paused_until: date({ mode: 'string' }),
    confirmed_at: moment(),
    ...timestamps,
  },
  (t) => [
    unique('channels_id_user_id_unique').on(t.id, t.user_id),
    uniqueIndex('channels_user_id_address_unique').on(
      t.user_id,
      t.kind,
      sql`md5(case when kind = 'mail' then lower(address) else address end)`,
    ),
    // A bounce or a complaint names an address only.
    index('channels_mail_address_index').on(sql`lower(${t.address})`).where(sql`${t.kind} = 'mail'`),
    check('channels_kind_known', sql`${t.kind} in ('mail', 'push', 'webhook')`),
    check('channels_address_not_blank', sql`${t.address} ~ '\\S'`),
    check('channels_format_known', sql`${t.format} in ('json', 'ntfy', 'slack', 'discord', 'telegram')`),
    check('channels_format_of_webhooks', sql`(${t.kind} = 'webhook') = (${t.format} is not null)`),
    check(
      'channels_keys_of_push',
      sql`(${t.kind} = 'push') = (${t.p256dh} is not null and ${t.auth} is not null)`,
    ),
    check(
      'channels_state_known',
      sql`${t.state} in ('unconfirmed', 'active', 'off', 'bounced', 'complained', 'failing')`,
    ),
    check(
      'channels_mail_is_confirmed',
      sql`${t.kind} <> 'mail' or ${t.state} <> 'active' or ${t.confirmed_at} is not null`,
    ),
    check('channels_days_known', sql`${t.days} in ('every_day', 'weekdays', 'weekends')`),
    check('channels_second_hour_range', sql`${t.second_hour} between 0 and 23`),
    ownerPolicy('channels'),
  ],
)
