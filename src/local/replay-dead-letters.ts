import { withConnection } from '../migrate/connection.ts'

/** A message of the outbox that was given up. */
export interface ReplayedMessage {
  id: number
  created_at: string
  kind: string
  /** Why it was given up. */
  error: string | null
  /** Whether it can be sent again; false when its channel is off or gone. */
  due: boolean
}

/** So many messages are listed at once. */
const MOST_MESSAGES = 1000

/**
 * Lists the messages that were given up within two days, the oldest first, or makes them due again for an hour: the next
 * cron tick queues them.
 * @param ids the messages; null for all
 */
export async function replayMessages(
  databaseUrl: string,
  { ids, replay }: { ids: number[] | null; replay: boolean },
): Promise<ReplayedMessage[]> {
  return withConnection({ databaseUrl, waitForDatabaseMs: 5_000 }, async (client) => {
    const { rows } = await client.query<ReplayedMessage>(
      `with failed as materialized (
         select messages.id, messages.created_at, messages.error, coalesce(channels.kind, messages.purpose) as kind,
           messages.purpose <> 'sign_in' and channels.state in ('active', 'unconfirmed') as due
         from messages left join channels on channels.id = messages.channel_id
         where messages.state = 'failed' and ($1::bigint[] is null or messages.id = any ($1))
           and messages.created_at > now() - interval '2 days'
         order by messages.id limit $3
         for update of messages
       ),
       again as (
         update messages set state = 'due', attempts = 0, next_attempt_at = now(), leased_until = null,
           expires_at = greatest(messages.expires_at, now() + interval '1 hour')
         from failed where $2 and failed.due and messages.id = failed.id
       )
       select id::int, created_at, kind, error, due is true as due from failed order by id`,
      [ids, replay, MOST_MESSAGES],
    )
    return rows
  })
}

/** A dead letter and its source. */
export interface ReplayedLetter {
  id: number
  created_at: string
  source_id: number | null
  /** The source's name; null when it was deleted or the message has none. */
  source: string | null
  /** Whether the next cron tick will fetch the source; false when it was deleted or deactivated. */
  due: boolean
}

/**
 * Lists the dead letters that were not replayed yet, the oldest first, or replays them: their sources become due now, and
 * the next cron tick queues them with new leases. The messages themselves are not sent again, because their leases have
 * expired. A source that is being fetched at this moment is not changed.
 * @param ids the dead letters; null for all
 */
export async function replayDeadLetters(
  databaseUrl: string,
  { ids, replay }: { ids: number[] | null; replay: boolean },
): Promise<ReplayedLetter[]> {
  return withConnection({ databaseUrl, waitForDatabaseMs: 5_000 }, async (client) => {
    const { rows } = await client.query<ReplayedLetter>(
      `with letter as materialized (
         select id::int, created_at, case when jsonb_typeof(message -> 'source_id') = 'number'
           then (message ->> 'source_id')::numeric end as source_id
         from dead_letters where replayed_at is null and ($1::bigint[] is null or id = any ($1))
         for update
       ),
       marked as (
         update dead_letters set replayed_at = now() from letter where $2 and dead_letters.id = letter.id
       ),
       due as (
         update sources set next_fetch_at = now()
         where $2 and is_active and id in (select source_id from letter)
         returning id
       )
       select letter.id, letter.created_at, sources.id as source_id, sources.name as source,
         sources.is_active is true as due
       from letter left join sources on sources.id = letter.source_id order by letter.id`,
      [ids, replay],
    )
    return rows
  })
}
