import { sql } from 'drizzle-orm'
import {
  bigint,
  char,
  check,
  index,
  integer,
  pgTable,
  smallint,
  text,
  unique,
  varchar,
} from 'drizzle-orm/pg-core'
import { briefs } from './briefs.ts'
import { channels } from './channels.ts'
import { bigId, moment, timestamps } from './columns.ts'
import { ownerPolicy } from './policies.ts'
import { users } from './users.ts'

/**
 * The outbox: what is to be sent, and what became of it. The row is written in the transaction that gives reason for it; a
 * queue carries its id; a consumer claims it (`sending`), sends it, and records the end.
 *
 * A brief's messages refer to a channel. A request for a sign-in link has an address instead, and no user: whether it
 * belongs to one is found out when it is sent, so that who asks cannot tell by the answer. An invitation has an address, too,
 * and the admin who invites as its user.
 */
export const messages = pgTable(
  'messages',
  {
    id: bigId(),
    user_id: integer().references(() => users.id, { onDelete: 'cascade' }),
    /** Null when the channel was removed since; what was sent on it stays known, and counts against limits. */
    channel_id: integer().references(() => channels.id, { onDelete: 'set null' }),
    brief_id: bigint({ mode: 'number' }).references(() => briefs.id, { onDelete: 'cascade' }),
    purpose: text({ enum: ['brief', 'now', 'confirmation', 'sign_in', 'invitation'] }).notNull(),
    /** Of a brief: 1 at its hour, 2 at the channel's second hour. Null of what is sent on demand. */
    edition: smallint(),
    /** For a link that signs in. */
    address: varchar({ length: 255 }),
    /** Whose network asked for a sign-in link, as a hash, so that it can be limited. */
    sender_hash: char({ length: 64 }),
    state: text({ enum: ['due', 'sending', 'sent', 'failed', 'suppressed'] })
      .notNull()
      .default('due'),
    attempts: smallint().notNull().default(0),
    next_attempt_at: moment().notNull().default(sql`now()`),
    /** After this it is of no use any more: a morning's brief is not sent at night. */
    expires_at: moment().notNull(),
    /** While it is in the queue or being sent, nobody else takes it. */
    leased_until: moment(),
    sent_at: moment(),
    provider_message_id: varchar({ length: 255 }),
    /** Why it failed, in words for its reader. */
    error: varchar({ length: 1024 }),
    ...timestamps,
  },
  (t) => [
    unique('messages_brief_id_channel_id_edition_unique').on(t.brief_id, t.channel_id, t.edition),
    index('messages_next_attempt_at_index')
      .on(t.next_attempt_at)
      .where(sql`${t.state} in ('due', 'sending')`),
    index('messages_channel_id_index').on(t.channel_id, t.id.desc()),
    index('messages_user_id_index').on(t.user_id, t.id.desc()),
    index('messages_created_at_index').on(t.created_at),
    index('messages_failed_index').on(t.id).where(sql`${t.state} = 'failed'`),
    index('messages_sign_in_address_index')
      .on(sql`lower(${t.address})`, t.created_at)
      .where(sql`${t.purpose} = 'sign_in'`),
    index('messages_sign_in_sender_index')
      .on(t.sender_hash, t.created_at)
      .where(sql`${t.purpose} = 'sign_in'`),
    check(
      'messages_purpose_known',
      sql`${t.purpose} in ('brief', 'now', 'confirmation', 'sign_in', 'invitation')`,
    ),
    check(
      'messages_channel_of_users',
      sql`${t.purpose} not in ('sign_in', 'invitation') or ${t.channel_id} is null`,
    ),
    check(
      'messages_address_of_sign_in',
      sql`(${t.purpose} in ('sign_in', 'invitation')) = (${t.address} is not null)`,
    ),
    check('messages_user_of_channels', sql`${t.purpose} = 'sign_in' or ${t.user_id} is not null`),
    check('messages_brief_is_named', sql`(${t.purpose} in ('brief', 'now')) = (${t.brief_id} is not null)`),
    check('messages_edition_range', sql`${t.edition} between 1 and 2`),
    check('messages_edition_of_briefs', sql`(${t.purpose} = 'brief') = (${t.edition} is not null)`),
    check('messages_state_known', sql`${t.state} in ('due', 'sending', 'sent', 'failed', 'suppressed')`),
    check('messages_attempts_range', sql`${t.attempts} >= 0`),
    // What a message refers to is its reader's, too: of others' rows nobody sees any.
    ownerPolicy('messages', {
      withCheck: sql`user_id = (select current_user_id())
        and (channel_id is null or exists (select from channels where channels.id = channel_id))
        and (brief_id is null or exists (select from briefs where briefs.id = brief_id))`,
    }),
  ],
)
