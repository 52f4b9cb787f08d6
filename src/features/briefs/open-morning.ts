import type { MessageBatch, Queue } from '@cloudflare/workers-types'
import type { Config } from '../../config.ts'
import { openDatabase } from '../../db/open.ts'
import { describeError, log } from '../../log.ts'
import { listDueRanges, ReaderRange } from './build.ts'
import { buildDueBriefs } from './build-due.ts'
import { fillSharedPools } from './fill-pools.ts'

/** So many readers a message: their briefs are built in seconds, and in a minute where their topics find very much. */
const READERS = 500
/** A tick queues a million readers at the most, in calls of as many messages as the platform takes. */
const MESSAGES = 2000
const SEND_BATCH = 100

/**
 * The job of each quarter of an hour. A few readers are built at once; more are queued as ranges, so that many consumers
 * share the morning and none comes to the limits of one invocation. Ranges that are queued twice, or delivered twice, do
 * nothing the second time: only who is still due is built, and a message that is lost leaves its readers due.
 */
export async function openMorning(config: Config, queue: Queue<ReaderRange> | undefined): Promise<void> {
  const db = openDatabase(config, { job: 'briefs' })
  const ranges = queue ? await db.run(listDueRanges, { size: READERS, limit: MESSAGES }) : []
  if (!queue || ranges.length <= 1) {
    await buildDueBriefs(config)
    return
  }
  await fillSharedPools(db)
  for (let first = 0; first < ranges.length; first += SEND_BATCH) {
    await queue.sendBatch(ranges.slice(first, first + SEND_BATCH).map((body) => ({ body })))
  }
  log('info', 'morning_opened', { messages: ranges.length, ms: db.stats.ms })
}

/**
 * The consumer: builds each range, and has those come again that could not be built.
 * @returns how many were built
 */
export async function buildRanges(config: Config, batch: MessageBatch<unknown>): Promise<number> {
  let built = 0
  for (const message of batch.messages) {
    const range = ReaderRange.safeParse(message.body).data
    if (!range) {
      log('warn', 'message_malformed', { message_id: message.id })
      message.ack()
      continue
    }
    try {
      await buildDueBriefs(config, undefined, range)
      message.ack()
      built++
    } catch (error) {
      log('error', 'range_failed', { ...range, ...describeError(error) })
      message.retry()
    }
  }
  return built
}
