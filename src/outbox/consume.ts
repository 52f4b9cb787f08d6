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
 * The consumer of the outbox's queue. Every message of the queue is acknowledged: what it could not do stands in the
 * database, and comes again when its lease has ended.
 */
export async function consumeOutbox(
  config: Config,
  batch: MessageBatch<unknown>,
  { queue, email }: OutboxBindings,
): Promise<void> {
  const parsed = batch.messages.map(({ body }) => OutboxMessage.safeParse(body).data?.message_ids)
  for (const ids of parsed) {
    if (ids === undefined) log('warn', 'message_malformed', { queue: batch.queue })
    else if (ids.length > 0) await sendBatch(config, ids, { queue, email })
  }
  if (parsed.some((ids) => ids?.length === 0)) await dispatchDue(config, queue)
  batch.ackAll()
}

async function sendBatch(
  config: Config,
  ids: readonly number[],
  { queue, email }: OutboxBindings,
): Promise<void> {
  try {
    const { later } = await sendMessages(config, ids, { email })
    // Each alone: what has failed may be what ends its consumer.
    for (const { id, delay_s } of later)
      await queue?.send({ message_ids: [id] }, { delaySeconds: Math.min(delay_s + 1, MAX_DELAY_S) })
  } catch (error) {
    log('error', 'outbox_failed', { messages: ids.length, ...describeError(error) })
  }
}

/** The queue keeps a message back for 12 hours at most. */
const MAX_DELAY_S = 12 * 3600
