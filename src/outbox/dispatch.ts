import type { OutboxMessage } from '../bindings.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { describeError, log } from '../log.ts'
import { dispatchMessages, type QueuedMessage } from './queries.ts'
import type { OutboxQueue } from './queue.ts'

/** Messages that one statement takes. */
const PAGE = 2000
/** Messages in one batch: their briefs fit into one answer of the database. */
const BATCH = 20
/** Cloudflare takes so many in one call. */
const SEND_BATCH = 100

/**
 * Puts the messages that are due into the queue, in batches. What has been tried before goes alone, so that one that ends
 * its consumer takes no other with it.
 * @param queue without one (tests in Node), `send` is called for each batch instead
 */
export async function dispatchDue(
  config: Config,
  queue: Pick<OutboxQueue, 'sendBatch'> | ((ids: number[]) => Promise<unknown>) | undefined,
  now?: string,
): Promise<number> {
  const db = openDatabase(config, { job: 'outbox.dispatch' })
  let total = 0
  for (;;) {
    const due = await db.run(dispatchMessages, { limit: PAGE, now })
    const batches = batchesOf(due)
    if (typeof queue === 'function') for (const ids of batches) await queue(ids)
    else if (queue) await sendAll(queue, batches)
    total += due.length
    if (due.length < PAGE) break
  }
  if (total > 0) log('info', 'messages_queued', { messages: total, ms: db.stats.ms })
  return total
}

function batchesOf(due: readonly QueuedMessage[]): number[][] {
  const first = due.filter(({ attempts }) => attempts === 0).map(({ id }) => id)
  const again = due.filter(({ attempts }) => attempts > 0).map(({ id }) => [id])
  const batches: number[][] = []
  for (let at = 0; at < first.length; at += BATCH) batches.push(first.slice(at, at + BATCH))
  return [...batches, ...again]
}

/** What cannot be queued is queued by a later tick, when its lease has ended. */
async function sendAll(queue: Pick<OutboxQueue, 'sendBatch'>, batches: readonly number[][]): Promise<void> {
  for (let at = 0; at < batches.length; at += SEND_BATCH) {
    const part = batches.slice(at, at + SEND_BATCH).map((message_ids): { body: OutboxMessage } => ({
      body: { message_ids },
    }))
    await queue.sendBatch(part).catch((error: unknown) => {
      log('error', 'queue_failed', { batches: part.length, ...describeError(error) })
    })
  }
}
