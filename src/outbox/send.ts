import type { Config } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { describeError, log } from '../log.ts'
import type { EmailBinding } from '../transports/mail/cloudflare.ts'
import { mailTransport } from '../transports/mail/index.ts'
import { retry } from '../transports/outcome.ts'
import { backOff } from './back-off.ts'
import { deliver, type Senders } from './deliver.ts'
import { type ClaimedMessage, claimMessages, recordOutcomes } from './queries.ts'

/** Connections at once: a function gets six, and one of them is the database's. */
const AT_ONCE = 5
/** No message is begun after this many milliseconds: what is claimed is recorded before the claim ends. */
const BEGIN_WITHIN_MS = 120_000
/** How often it is tried to record what was sent: not recorded, it would be sent again. */
const RECORD_ATTEMPTS = 4

export interface SendOptions {
  email?: EmailBinding | undefined
  /** The moment that counts, if it is not the database's own. */
  now?: string | undefined
}

/** What became of a batch. */
export interface SendReport {
  sent: number
  failed: number
  suppressed: number
  /** To be sent later: each with the seconds until then. */
  later: { id: number; delay_s: number }[]
}

interface Result {
  id: number
  attempt: number
  kind: string
  provider_message_id: string | null
  error: string | null
  delay_s: number | null
}

/**
 * Sends a batch of messages: claims them in one statement, sends each, and records what became of all in one statement.
 * What another consumer has, what was sent already and what is not due is left alone.
 */
export async function sendMessages(
  config: Config,
  ids: readonly number[],
  { email, now }: SendOptions,
): Promise<SendReport> {
  const db = openDatabase(config, { job: 'outbox' })
  const claimed = await db.run(claimMessages, { ids: JSON.stringify(ids), now })
  if (claimed.length === 0) return { sent: 0, failed: 0, suppressed: 0, later: [] }
  const origin = config.publicUrl ?? 'http://localhost'
  const mail = config.mail && (await mailTransport(config.mail.route, new URL(origin).hostname, email))
  const senders: Senders = { config, db, mail }
  const started = Date.now()
  const results: Result[] = []
  const waiting = [...claimed]
  const lane = async () => {
    for (let message = waiting.shift(); message; message = waiting.shift()) {
      const isLate = Date.now() - started > BEGIN_WITHIN_MS
      results.push(isLate ? putBack(message) : await sendOne(message, senders))
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
  } finally {
    await mail?.close()
  }
  await record(config, results, now)
  const of = (kind: string) => results.filter((result) => result.kind === kind).length
  const report = {
    sent: of('sent'),
    failed: of('failed') + of('gone'),
    suppressed: of('suppressed'),
    later: results.flatMap(({ id, kind, delay_s }) =>
      kind === 'retry' ? [{ id, delay_s: delay_s ?? 0 }] : [],
    ),
  }
  log('info', 'messages_sent', {
    ...report,
    later: report.later.length,
    ms: Date.now() - started,
    round_trips: db.stats.round_trips,
  })
  return report
}

const putBack = ({ id, attempts }: ClaimedMessage): Result => ({
  id,
  attempt: attempts,
  kind: 'retry',
  provider_message_id: null,
  error: null,
  delay_s: 0,
})

async function sendOne(message: ClaimedMessage, senders: Senders): Promise<Result> {
  const { id, attempts } = message
  const outcome = await deliver(message, senders).catch((error: unknown) => {
    log('error', 'message_failed', { message_id: id, ...describeError(error) })
    return retry('Something went wrong on our side.')
  })
  const error = outcome.kind === 'sent' ? null : outcome.error
  if (outcome.kind === 'failed' || outcome.kind === 'gone')
    log('warn', 'message_refused', { message_id: id, kind: outcome.kind })
  return {
    id,
    attempt: attempts,
    kind: outcome.kind,
    provider_message_id: outcome.kind === 'sent' ? storable(outcome.id) : null,
    error: storable(error),
    delay_s: outcome.kind === 'retry' ? backOff(attempts, outcome.retry_after_s) : null,
  }
}

/** The other side's words may hold what Postgres does not, and one text must not keep a whole batch from being recorded. */
const storable = (text: string | null) => text?.toWellFormed().replaceAll('\0', ' ').slice(0, 2000) ?? null

/** Recording twice changes nothing more, so it is tried again whatever the failure was. */
async function record(config: Config, results: readonly Result[], now: string | undefined): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const db = openDatabase(config, { job: 'outbox.record' })
      await db.run(recordOutcomes, { results: JSON.stringify(results), now })
      return
    } catch (error) {
      if (attempt === RECORD_ATTEMPTS) throw error
    }
  }
}
