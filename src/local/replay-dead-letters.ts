import { withConnection } from '../migrate/connection.ts'

/** A given-up message and what became of it. */
export interface ReplayedLetter {
  id: number
  created_at: string
  source_id: number | null
  /** The source's name; null when it is gone, or the message named none. */
  source: string | null
  /** The source is fetched at the next tick of the cron; false where there is nothing to fetch any more. */
  due: boolean
}

/**
 * Lists given-up queue messages that nobody has replayed yet, the oldest first, or replays them: the source that each
 * one was to fetch becomes due now, and the cron's next tick queues it under a new lease. The message itself is not
 * sent again, because its lease has ended; a source that is being fetched this moment is left alone.
 * @param ids which of them; null for all
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
