import type { Message, Queue } from '@cloudflare/workers-types'
import type { Lease } from './schedule/leases.ts'

/** Between those that are sent anew, in seconds: longer than a batch waits for company. */
const APART_S = 15
/** The platform takes at most 100 messages a call. */
const SEND_BATCH = 100

/** A message of the queue and the lease it holds, if it is one. */
export interface Delivered {
  message: Message<unknown>
  lease: Lease | undefined
}

/**
 * A document that is too much for its function ends the whole of it, and the queue gives back every message of its batch:
 * whichever of them it was, it would take the others along again. So what has come before is a suspect. The others of a
 * batch go first; a single suspect comes after them, when their work is stored; several are sent anew, each by itself.
 */
export function sortBySuspicion(delivered: readonly Delivered[]): {
  together: Delivered[]
  last: Delivered | undefined
  apart: Delivered[]
} {
  const isSuspect = ({ message, lease }: Delivered) =>
    lease !== undefined && (message.attempts > 1 || lease.alone === true)
  const together = delivered.filter((one) => !isSuspect(one))
  const suspects = delivered.filter(isSuspect)
  return suspects.length > 1
    ? { together, last: undefined, apart: suspects }
    : { together, last: suspects[0], apart: [] }
}

/** Sends suspects anew, each so much later than the one before that they come in batches of their own. */
export async function sendApart(queue: Queue<Lease>, suspects: readonly Delivered[]): Promise<void> {
  const messages = suspects.flatMap(({ lease }, at) =>
    lease ? [{ body: { ...lease, alone: true }, delaySeconds: (at + 1) * APART_S }] : [],
  )
  for (let at = 0; at < messages.length; at += SEND_BATCH) {
    await queue.sendBatch(messages.slice(at, at + SEND_BATCH))
  }
  for (const { message } of suspects) message.ack()
}
