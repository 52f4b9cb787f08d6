import { sql } from 'drizzle-orm'
import { deliveries, messages, sources, users } from '../db/schema/index.ts'
import { query } from '../db/statement.ts'
import { NextDue } from './agenda.ts'

/** Of the messages that wait the first: where all of these are in the queue, so are the others, or soon will be. */
const MESSAGES = 1000

/** Milliseconds since 1970; a reader who was never looked at is due since the beginning of time. */
const milliseconds = (moment: unknown) =>
  sql`floor(extract(epoch from greatest(${moment}, 'epoch'::timestamptz)) * 1000)::float8`

/**
 * When something is due next. A source that is queued or being fetched is due again when that ends without a result.
 * Each part walks an index and stops soon, so that it costs no more where more is waiting.
 */
export const readNextDue = query.one('agenda.next_due', { returns: NextDue, access: 'service' }, () => ({
  with: sql`
    free as (
      select ${sources.next_fetch_at} as at from ${sources}
      where ${sources.is_active} and (${sources.leased_until} is null or ${sources.leased_until} <= now())
        and (${sources.claimed_until} is null or ${sources.claimed_until} <= now())
      order by ${sources.next_fetch_at} limit 1
    ),
    taken as (
      select min(greatest(${sources.leased_until}, ${sources.claimed_until}, ${sources.next_fetch_at})) as at from ${sources}
      where ${sources.is_active} and ${sources.leased_until} is not null
        and (${sources.leased_until} > now() or ${sources.claimed_until} > now())
    ),
    morning as (
      select ${users.next_brief_at} as at from ${users} where ${users.is_active} order by ${users.next_brief_at} limit 1
    ),
    message as (
      select min(greatest(first.next_attempt_at, first.leased_until)) as at
      from (
        select ${messages.next_attempt_at}, ${messages.leased_until} from ${messages}
        where ${messages.state} in ('due', 'sending') order by ${messages.next_attempt_at} limit ${sql.raw(String(MESSAGES))}
      ) first
    ),
    delivery as (select ${deliveries.created_at} as at from ${deliveries} order by ${deliveries.id} desc limit 1)`,
  rows: sql`
    select ${milliseconds(sql`now()`)} as as_of,
      (select ${milliseconds(sql`min(at)`)} from (select at from free union all select at from taken) sources having min(at) is not null) as fetches_at,
      (select ${milliseconds(sql`at`)} from morning) as briefs_at,
      (select ${milliseconds(sql`at`)} from message where at is not null) as messages_at,
      (select ${milliseconds(sql`at`)} from delivery) as delivered_at`,
}))
