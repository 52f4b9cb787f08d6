import type { Queue } from '@cloudflare/workers-types'
import * as z from 'zod'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { describeError, log } from '../../log.ts'
import { type Lease, releaseLeases } from './leases.ts'

/** A lease as it comes back out of the queue. */
export const LeaseMessage = z.object({
  source_id: z.int32().positive(),
  leased_until: z.iso.datetime({ offset: true }),
  alone: z.boolean().optional(),
})

/** Cloudflare Queues takes at most 100 messages a call. */
const SEND_BATCH = 100

/**
 * Queues one message a leased source. What cannot be queued is given back at once rather than held until its lease
 * ends.
 * @throws {AppError} `misconfigured` when no queue is bound; else what the queue throws
 */
export async function queueLeases(
  db: Database,
  queue: Queue<Lease> | undefined,
  leases: readonly Lease[],
): Promise<void> {
  for (let i = 0; i < leases.length; i += SEND_BATCH) {
    try {
      if (!queue) throw new AppError('misconfigured', 'INGEST_QUEUE: is not bound')
      await queue.sendBatch(leases.slice(i, i + SEND_BATCH).map((body) => ({ body })))
    } catch (error) {
      log('error', 'queue_failed', { unsent: leases.length - i, ...describeError(error) })
      await db.run(releaseLeases, { leases: JSON.stringify(leases.slice(i)) })
      throw error
    }
  }
}
