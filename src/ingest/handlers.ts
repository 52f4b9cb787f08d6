import type { MessageBatch, Queue } from '@cloudflare/workers-types'
import * as z from 'zod'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { describeError, log } from '../log.ts'
import { ingestSource } from './ingest-source.ts'
import { claimLeases, type Lease, type LeasedSource, leaseDueSources } from './schedule/leases.ts'

/** One tick leases no more than this many sources, of them at most so many on one host. */
const TICK = { limit: 1000, per_host: 5 } as const
/** Cloudflare Queues takes at most 100 messages a call. */
const SEND_BATCH = 100

const Message = z.object({ source_id: z.int().positive(), leased_until: z.string().min(1).max(64) })

/** A cron tick: leases what is due in one statement and queues it, one message a source. */
export async function queueDueSources(config: Config, queue: Queue<Lease>): Promise<void> {
  const db = openDatabase(config, { job: 'ingest.tick' })
  const leases = await db.run(leaseDueSources, TICK)
  for (let i = 0; i < leases.length; i += SEND_BATCH) {
    await queue.sendBatch(leases.slice(i, i + SEND_BATCH).map((body) => ({ body })))
  }
  log('info', 'sources_queued', { sources: leases.length, ms: db.stats.ms })
}

/**
 * A batch of the queue: claims its leases in one statement, then ingests each source by itself. A message is
 * acknowledged only when its work is stored, or when it no longer holds a lease.
 */
export async function ingestBatch(config: Config, batch: MessageBatch<unknown>): Promise<void> {
  const messages = batch.messages.map((message) => ({ message, lease: Message.safeParse(message.body).data }))
  const leases = messages.flatMap(({ lease }) => lease ?? [])
  const db = openDatabase(config, { job: 'ingest' })
  const claimed = await db.run(claimLeases, { leases: JSON.stringify(leases) })
  await Promise.all(
    messages.map(async ({ message, lease }) => {
      const source = claimed.find((row) => row.source_id === lease?.source_id)
      if (!lease) log('warn', 'message_malformed', { message_id: message.id })
      if (!source || (await ingestLogged(config, source))) message.ack()
      else message.retry({ delaySeconds: 30 })
    }),
  )
}

/** @returns whether the fetch was stored */
async function ingestLogged(config: Config, source: LeasedSource): Promise<boolean> {
  const { source_id } = source
  try {
    const db = openDatabase(config, { job: 'ingest', source_id })
    const report = await ingestSource(db, config, source)
    const { stored, ...rest } = report
    log('info', 'source_ingested', { source_id, ...rest, ...stored, round_trips: db.stats.round_trips })
    return true
  } catch (error) {
    log('error', 'ingest_failed', { source_id, ...describeError(error) })
    return false
  }
}
