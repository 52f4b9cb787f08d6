import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { jsonRow } from '../db/builder.ts'
import { briefs, channels, messages, users } from '../db/schema/index.ts'
import { command } from '../db/statement.ts'
import { briefOfReader } from '../features/briefs/brief-json.ts'
import { StoredBrief } from '../features/briefs/schemas.ts'
import { moment } from '../http/fields.ts'
import { rowFields } from '../http/table-fields.ts'

/** How long a message may wait in the queue before the next tick queues it again, in seconds. */
const QUEUED_S = 15 * 60
/** How long a consumer has for its batch, in seconds: more than all its time limits together. */
const CLAIM_S = 5 * 60
/** After so many attempts a message is given up. */
const MAX_ATTEMPTS = 12
/** Of the messages last sent on a channel so many in a row failed: then it is turned off. */
const MAX_FAILURES = 5

const seconds = (count: number) => sql.raw(`make_interval(secs => ${count})`)
/** The moment that counts: the database's own, or the one that a test gives. */
const clock = (now: unknown): SQL => (now === undefined ? sql`now()` : sql`${now}::timestamptz`)

type At = { now?: string | undefined }

const QueuedMessage = z.object({ id: z.int(), attempts: z.int() })
export type QueuedMessage = z.infer<typeof QueuedMessage>

/**
 * Takes up to `limit` messages that are due, the longest due first, for the queue. Whose consumer died counts as due again.
 * What can never be sent any more ends here: too late, or too often tried.
 */
export const dispatchMessages = command.many(
  'outbox.dispatch',
  { returns: QueuedMessage, access: 'service' },
  ({ limit, now }: At & { limit: number }) => ({
    with: sql`
      moment as (select ${clock(now)} as now),
      waiting as materialized (
        select ${messages.id}, ${messages.expires_at}, ${messages.attempts}, moment.now
        from ${messages}, moment
        where ${messages.state} in ('due', 'sending') and ${messages.next_attempt_at} <= moment.now
          and coalesce(${messages.leased_until} <= moment.now, true)
        order by ${messages.next_attempt_at}, ${messages.id}
        limit ${limit}::int
        for update of messages skip locked
      ),
      ended as (
        update ${messages} set state = 'failed', leased_until = null,
          error = coalesce(error || ' ', '') || case when waiting.expires_at <= waiting.now
            then 'It was given up: by then it came too late to be of use.'
            else 'It was given up after many attempts.' end
        from waiting where ${messages.id} = waiting.id and ${isOver}
      )`,
    rows: sql`
      update ${messages} set state = 'due', leased_until = waiting.now + ${seconds(QUEUED_S)}
      from waiting where ${messages.id} = waiting.id and not ${isOver}
      returning ${messages.id}, ${messages.attempts}`,
  }),
)

const isOver = sql`(waiting.expires_at <= waiting.now or waiting.attempts >= ${sql.raw(String(MAX_ATTEMPTS))})`

const ClaimedMessage = z.object({
  ...rowFields(messages, ['id', 'user_id', 'purpose', 'edition', 'attempts', 'address', 'created_at']),
  expires_at: moment(),
  channel: z
    .object(
      rowFields(channels, ['id', 'kind', 'address', 'name', 'format', 'signing_secret', 'p256dh', 'auth']),
    )
    .nullable(),
  brief: StoredBrief.nullable(),
})
export type ClaimedMessage = z.infer<typeof ClaimedMessage>

const ofChannel = sql.raw(
  ['id', 'kind', 'address', 'name', 'format', 'signing_secret', 'p256dh', 'auth']
    .map((name) => `'${name}', channels.${name}`)
    .join(', '),
)

/**
 * Gives queued messages to this consumer alone, with all that is needed to send them, in one statement for the batch. A
 * message that is delivered twice is given once. What nobody wants any more is suppressed here, at the last moment.
 */
export const claimMessages = command.many(
  'outbox.claim',
  { returns: ClaimedMessage, access: 'service' },
  ({ ids, now }: At & { ids: string }) => ({
    with: sql`
      moment as (select ${clock(now)} as now),
      queued as materialized (
        select ${messages.id}, ${messages.channel_id}, moment.now, case
          when ${messages.purpose} in ('sign_in', 'invitation') then true
          when ${messages.purpose} = 'confirmation'
            then ${channels.state} in ('unconfirmed', 'bounced', 'complained') and ${users.is_active}
          else ${channels.state} = 'active' and ${users.is_active}
        end is true as is_wanted
        from moment, ${messages}
          left join ${channels} on ${channels.id} = ${messages.channel_id}
          left join ${users} on ${users.id} = ${messages.user_id}
        where ${messages.id} in (select jsonb_array_elements_text(${ids}::jsonb)::bigint)
          and ${messages.state} = 'due' and ${messages.next_attempt_at} <= moment.now
          and ${messages.expires_at} > moment.now
        for update of messages skip locked
      ),
      claimed as (
        update ${messages} set
          state = case when is_wanted then 'sending' else 'suppressed' end,
          attempts = attempts + is_wanted::int,
          leased_until = case when is_wanted then queued.now + ${seconds(CLAIM_S)} end,
          error = case when is_wanted then error else 'Its channel was off or gone by then.' end
        from queued where ${messages.id} = queued.id
        returning ${messages}.*
      )`,
    rows: sql`
      select claimed.id, claimed.user_id, claimed.purpose, claimed.edition, claimed.attempts, claimed.address,
        claimed.created_at, claimed.expires_at,
        case when ${channels.id} is not null then json_build_object(${ofChannel}) end as channel,
        case when about.id is not null then ${jsonRow(briefOfReader(sql`claimed.user_id`, sql`about.delivery_date`))} end as brief
      from claimed
        left join ${channels} on ${channels.id} = claimed.channel_id
        -- By another name: the brief's own query has the table once more.
        left join ${briefs} about on about.id = claimed.brief_id
      where claimed.state = 'sending'
      order by claimed.id`,
  }),
)

const Recorded = z.object({ id: z.int(), state: z.string() })

/**
 * Records what became of messages, each unless a later attempt has begun since. What may be sent later is due again after
 * its delay, or given up when it would come too late. A push subscription that has expired is removed; another address
 * that takes nothing any more, or has failed several times in a row, is turned off and says why.
 * @param results JSON array of id, attempt, kind (of Outcome, or `suppressed`), provider_message_id, error, delay_s
 */
export const recordOutcomes = command.many(
  'outbox.record',
  { returns: Recorded, access: 'service' },
  ({ results, now }: At & { results: string }) => ({
    with: sql`
      moment as (select ${clock(now)} as now),
      result as materialized (
        select given.*, now, now + make_interval(secs => coalesce(delay_s, 0)) as next
        from moment, jsonb_to_recordset(${results}::jsonb) as given (
          id bigint, attempt int, kind text, provider_message_id text, error text, delay_s float8
        )
      ),
      recorded as (
        update ${messages} set
          state = case
            when kind = 'retry' and next < expires_at then 'due'
            when kind in ('sent', 'suppressed') then kind
            else 'failed'
          end,
          sent_at = case when kind = 'sent' then now end,
          provider_message_id = result.provider_message_id,
          error = left(case when kind = 'retry' and next >= expires_at
            then result.error || ' It was given up: by then it would come too late to be of use.'
            else result.error end, 1024),
          next_attempt_at = case when kind = 'retry' then next else next_attempt_at end,
          leased_until = case when kind = 'retry' then next + ${seconds(QUEUED_S)} end
        from result
        where ${messages.id} = result.id and ${messages.state} = 'sending' and ${messages.attempts} = result.attempt
        returning ${messages.id}, ${messages.state}, ${messages.channel_id}, ${messages.error}, kind
      ),
      failing as (
        select channel_id as id, kind, min(error) as error from recorded
        where state = 'failed' and channel_id is not null
          and (kind = 'gone' or ${sql.raw(String(MAX_FAILURES - 1))} = (
            select count(*) from (
              select state as before from ${messages}
              where ${messages.channel_id} = recorded.channel_id
                and ${messages.state} in ('sent', 'failed') and ${messages.purpose} in ('brief', 'now')
              order by ${messages.id} desc nulls last limit ${sql.raw(String(MAX_FAILURES - 1))}
            ) last where before = 'failed'
          ))
        group by 1, 2
      ),
      removed as (
        delete from ${channels} using failing
        where ${channels.id} = failing.id and ${channels.kind} = 'push' and failing.kind = 'gone'
      ),
      turned_off as (
        update ${channels} set
          state = case when ${channels.kind} = 'mail' and failing.kind = 'gone' then 'bounced' else 'failing' end,
          state_reason = left(failing.error, 255)
        from failing
        where ${channels.id} = failing.id and not (${channels.kind} = 'push' and failing.kind = 'gone')
          and ${channels.state} in ('active', 'unconfirmed')
      )`,
    rows: sql`select id, state from recorded order by id`,
  }),
)
