import { parentPort, workerData } from 'node:worker_threads'
import type { MessageBatch, Queue } from '@cloudflare/workers-types'
import { readConfig } from '../../../src/config.ts'
import { ingestBatch } from '../../../src/ingest/handlers.ts'
import type { Lease } from '../../../src/ingest/schedule/leases.ts'

/** What the consumer sends to it. */
const queue = { sendBatch: async (sent: Iterable<unknown>) => parentPort?.postMessage({ sent: [...sent] }) }

/** What the queue hands to a consumer. */
export type Delivery = { id: string; body: unknown; attempts?: number }[]

// A thread of its own, so that the test can end it at any moment without notice.
const config = readConfig(workerData as object)
parentPort?.on('message', async (delivery: Delivery) => {
  const messages = delivery.map(({ id, body, attempts = 1 }) => ({
    id,
    body,
    attempts,
    ack: () => parentPort?.postMessage({ acked: id }),
    retry: () => parentPort?.postMessage({ retried: id }),
  }))
  const batch = { queue: 'morning-brief-ingest', messages } as unknown as MessageBatch<unknown>
  await ingestBatch(config, batch, queue as unknown as Queue<Lease>)
  parentPort?.postMessage({ done: true })
})
