import type { MessageBatch } from '@cloudflare/workers-types'
import type { Config } from '../config.ts'
import { describeError, log } from '../log.ts'
import type { EmailBinding } from '../transports/mail/cloudflare.ts'
import { dispatchDue } from './dispatch.ts'
import { OutboxMessage, type OutboxQueue } from './queue.ts'
import { sendMessages } from './send.ts'

/** What the consumer has from the platform. */
export interface OutboxBindings {
  queue?: OutboxQueue | undefined
  email?: EmailBinding | undefined
}

/**
 * The consumer of the outbox's queue. What could not even be claimed is delivered again soon; all else stands in the
 * database, and comes again when its lease has ended.
 */
export async function consumeOutbox(
  config: Config,
  batch: MessageBatch<unknown>,
  { queue, email }: OutboxBindings,
): Promise<void> {
  for (const message of batch.messages) {
    const ids = OutboxMessage.safeParse(message.body).data?.message_ids
    if (ids === undefined) log('warn', 'message_malformed', { queue: batch.queue })
    const isDone = ids === undefined || (await work(config, ids, { queue, email }))
    if (isDone) message.ack()
    else message.retry({ delaySeconds: RETRY_S })
  }
}

/** @returns whether it came to an end; what it did then is known to the database */
async function work(
  config: Config,
  ids: readonly number[],
  { queue, email }: OutboxBindings,
): Promise<boolean> {
  try {
    if (ids.length === 0) {
      await dispatchDue(config, queue)
      return true
    }
    const { later } = await sendMessages(config, ids, { email })
    // Each alone: what has failed may be what ends its consumer.
    for (const { id, delay_s } of later)
      await queue?.send({ message_ids: [id] }, { delaySeconds: Math.min(delay_s + 1, MAX_DELAY_S) })
    return true
  } catch (error) {
    log('error', 'outbox_failed', { messages: ids.length, ...describeError(error) })
    return false
  }
}

/** A database that is away may be back after so many seconds. */
const RETRY_S = 60

/** The queue keeps a message back for 12 hours at most. */
const MAX_DELAY_S = 12 * 3600
