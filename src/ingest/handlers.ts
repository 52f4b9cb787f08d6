import type { MessageBatch, Queue } from '@cloudflare/workers-types'
import type { AgendaClient } from '../agenda/open-agenda.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { describeError, log } from '../log.ts'
import { FETCH_LIMITS } from './fetch/policy.ts'
import { ingestSource } from './ingest-source.ts'
import { ReadingRoom } from './reading-room.ts'
import { type Delivered, sendApart, sortBySuspicion } from './retry-alone.ts'
import { CLAIM_S, claimLeases, type Lease, type LeasedSource, leaseDueSources } from './schedule/leases.ts'
import { LeaseMessage, queueLeases } from './schedule/queue-leases.ts'

/** One tick leases no more than this many sources, of them at most so many on one host. */
const TICK = { limit: 1000, per_host: 5 } as const

/** A cron tick: leases what is due in one statement and queues it, one message a source. */
export async function queueDueSources(
  config: Config,
  queue: Queue<Lease> | undefined,
  agenda?: AgendaClient,
): Promise<void> {
  const db = openDatabase(config, { job: 'ingest.tick' })
  const own_hosts = JSON.stringify(config.feedAllowedOrigins.map((origin) => new URL(origin).host))
  const leases = await db.run(leaseDueSources, { ...TICK, own_hosts })
  await queueLeases(db, queue, leases)
  await agenda?.settle(db)
  log('info', 'sources_queued', { sources: leases.length, ms: db.stats.ms })
}

/**
 * A batch of the queue: claims its leases in one statement, then ingests each source by itself. A message is
 * acknowledged when its work is stored, or when it no longer holds a lease; else it comes again once its claim
 * has ended. What comes again is worked on alone, see retry-alone.ts.
 * @param queue where it came from; without it what should be alone is at least one after the other
 * @param agenda told of what is due next, now that the batch is stored
 */
export async function ingestBatch(
  config: Config,
  batch: MessageBatch<unknown>,
  queue?: Queue<Lease>,
  agenda?: AgendaClient,
): Promise<void> {
  const delivered = batch.messages.map((message) => ({
    message,
    lease: LeaseMessage.safeParse(message.body).data,
  }))
  const { together, last, apart } = sortBySuspicion(delivered)
  await ingestTogether(config, together)
  if (last) await ingestTogether(config, [last])
  if (queue) await sendApart(queue, apart)
  else for (const one of apart) await ingestTogether(config, [one])
  await agenda?.settle(openDatabase(config, { job: 'ingest' }))
}

/** Claims the leases of these messages, and ingests each source that was claimed. */
async function ingestTogether(config: Config, messages: readonly Delivered[]): Promise<void> {
  if (messages.length === 0) return
  const leases = messages.flatMap(({ lease }) => lease ?? [])
  const db = openDatabase(config, { job: 'ingest' })
  const claimed = await db.run(claimLeases, { leases: JSON.stringify(leases) })
  const room = new ReadingRoom(FETCH_LIMITS.maxBytes)
  const taken = new Map(claimed.map((source) => [source.source_id, source]))
  await Promise.all(
    messages.map(async ({ message, lease }) => {
      if (!lease) log('warn', 'message_malformed', { message_id: message.id })
      const source = lease && taken.get(lease.source_id)
      // Of a message that is in the batch twice, only one does the work.
      if (source) taken.delete(source.source_id)
      if (!source || (await ingestLogged(config, source, room))) message.ack()
      else message.retry({ delaySeconds: CLAIM_S + 30 })
    }),
  )
}

/** @returns whether the fetch was stored */
async function ingestLogged(config: Config, source: LeasedSource, room: ReadingRoom): Promise<boolean> {
  const { source_id } = source
  try {
    const db = openDatabase(config, { job: 'ingest', source_id })
    const report = await ingestSource(db, config, source, room)
    const { stored, ...rest } = report
    log('info', 'source_ingested', { source_id, ...rest, ...stored, round_trips: db.stats.round_trips })
    return true
  } catch (error) {
    log('error', 'ingest_failed', { source_id, ...describeError(error) })
    return false
  }
}
