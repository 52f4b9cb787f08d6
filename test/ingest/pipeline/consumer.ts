import { parentPort, workerData } from 'node:worker_threads'
import type { MessageBatch } from '@cloudflare/workers-types'
import { readConfig } from '../../../src/config.ts'
import { ingestBatch } from '../../../src/ingest/handlers.ts'

/** What the queue hands to a consumer. */
export type Delivery = { id: string; body: unknown }[]

// A thread of its own, so that the test can end it at any moment without notice.
const config = readConfig(workerData as object)
parentPort?.on('message', async (delivery: Delivery) => {
  const messages = delivery.map(({ id, body }) => ({
    id,
    body,
    attempts: 1,
    ack: () => parentPort?.postMessage({ acked: id }),
    retry: () => parentPort?.postMessage({ retried: id }),
  }))
  await ingestBatch(config, { queue: 'morning-brief-ingest', messages } as unknown as MessageBatch<unknown>)
  parentPort?.postMessage({ done: true })
})
