import type { MessageBatch } from '@cloudflare/workers-types'
import { sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { deadLetters, fetches, sources } from '../db/schema/index.ts'
import { command } from '../db/statement.ts'
import { log } from '../log.ts'
import { LeaseMessage } from './schedule/queue-leases.ts'

/** Deliveries before a message is given up: the first and `max_retries` of wrangler.toml. */
const ATTEMPTS = 4

const EXPLANATION =
  'The fetch was tried several times and never came to an end: the feed is too heavy to read, or this service was in trouble. It is tried again later.'

/**
 * Keeps given-up messages and, where one still holds its source's lease, writes the failure into the source and
 * its history and lets it rest: 5 to 10 minutes, doubled with each failure in a row, up to a day. Run twice, it
 * changes nothing more.
 */
export const recordDeadLetters = command.one(
  'ingest.dead_letters',
  { returns: z.object({ kept: z.int(), sources: z.int() }), access: 'service' },
  ({ messages, error }: { messages: string; error: string }) => ({
    with: sql`
      letter as (
        select * from jsonb_to_recordset(${messages}::jsonb) as given (
          queue text, message_id text, message jsonb, attempts int, source_id int, leased_until timestamptz
        )
      ),
      kept as (
        insert into ${deadLetters} (queue, message_id, message, attempts, error)
        select queue, message_id, message, attempts, ${error} from letter
        on conflict do nothing
        returning id
      ),
      failed as (
        update ${sources} set
          last_error = ${error}, error_count = error_count + 1, leased_until = null, claimed_until = null,
          next_fetch_at = now() + interval '24 hours' * least(1, power(2, least(error_count, 16)) * 10 / 1440.0)
            * (0.5 + random() / 2)
        from letter where ${sources.id} = letter.source_id and ${sources.leased_until} = letter.leased_until
        returning ${sources.id}
      ),
      recorded as (
        insert into ${fetches} (source_id, started_at, duration_ms, outcome, error)
        select id, now(), 0, 'dead_letter', ${error} from failed
      )`,
    rows: sql`select (select count(*) from kept) as kept, (select count(*) from failed) as sources`,
  }),
)

/** The consumer of the dead-letter queue: records every message; one that cannot be recorded comes again. */
export async function keepDeadLetters(config: Config, batch: MessageBatch<unknown>): Promise<void> {
  const db = openDatabase(config, { job: 'ingest.dead_letters' })
  const messages = batch.messages.map(({ id, body }) => ({
    // Where it came from, and where it would be sent again.
    queue: batch.queue.replace(/-dead$/, ''),
    message_id: id,
    message: body ?? null,
    attempts: ATTEMPTS,
    ...LeaseMessage.safeParse(body).data,
  }))
  const report = await db.run(recordDeadLetters, { messages: JSON.stringify(messages), error: EXPLANATION })
  log('error', 'dead_letters', { messages: messages.length, ...report })
}
