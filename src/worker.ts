import type { ExportedHandler, MessageBatch } from '@cloudflare/workers-types'
import { createApp } from './app.ts'
import type { Bindings } from './bindings.ts'
import { type Config, readConfig } from './config.ts'
import { embedCandidates } from './embeddings/embed-candidates.ts'
import { buildDueBriefs } from './features/briefs/build-due.ts'
import { forgetExpired } from './features/tokens/forget-expired.ts'
import { keepDeadLetters } from './ingest/dead-letters.ts'
import { ingestBatch, queueDueSources } from './ingest/handlers.ts'
import { log, useLogLevel } from './log.ts'
import { consumeOutbox } from './outbox/consume.ts'
import { dispatchDue } from './outbox/dispatch.ts'
import { summariseDelivered } from './summaries/summarise-delivered.ts'

type Job = (env: Bindings) => Promise<unknown>

const queueFetches: Job = (env) => queueDueSources(readConfig(env), env.INGEST_QUEUE)
const queueMessages: Job = (env) => dispatchDue(readConfig(env), env.OUTBOX_QUEUE)
/** What is due is queued, whatever fails before: one trouble must not be that of all. */
const queueAll: Job = async (env) => {
  try {
    await queueFetches(env)
  } finally {
    await queueMessages(env)
  }
}
const buildBriefs: Job = async (env) => {
  try {
    await embedCandidates(readConfig(env), env.AI)
    await buildDueBriefs(readConfig(env))
  } finally {
    await queueMessages(env)
  }
  await summariseDelivered(readConfig(env), env.AI)
  await forgetExpired(readConfig(env))
}

/** The job of each cron expression in wrangler.toml. */
const CRONS: Record<string, Job> = { '*/5 * * * *': queueAll, '0,15,30,45 * * * *': buildBriefs }
/** For cron expressions that an operator has changed. Each job only does what is due, so running both is safe. */
const runAll: Job = async (env) => {
  await queueFetches(env)
  await buildBriefs(env)
}

/** The consumer of each queue in wrangler.toml. */
const CONSUMERS: Record<
  string,
  (config: Config, batch: MessageBatch<unknown>, env: Bindings) => Promise<unknown>
> = {
  'morning-brief-ingest': (config, batch, env) => ingestBatch(config, batch, env.INGEST_QUEUE),
  'morning-brief-ingest-dead': keepDeadLetters,
  'morning-brief-outbox': (config, batch, { OUTBOX_QUEUE: queue, EMAIL: email }) =>
    consumeOutbox(config, batch, { queue, email }),
}
/** In maintenance its messages are kept; those of the others come again by themselves, when their leases have ended. */
const KEPT = 'morning-brief-ingest-dead'

const app = createApp()

export default {
  fetch: app.fetch,
  async scheduled(controller, env) {
    useLogLevel(env)
    const job = CRONS[controller.cron] ?? runAll
    // Every job writes. The first run after the maintenance does what the skipped ones would have done.
    if (readConfig(env).readOnly) log('info', 'job_skipped', { cron: controller.cron, reason: 'read_only' })
    else await job(env)
  },
  async queue(batch, env) {
    useLogLevel(env)
    const consume = CONSUMERS[batch.queue]
    if (!consume) throw new Error(`wrangler.toml has a queue that the worker does not know: ${batch.queue}`)
    const config = readConfig(env)
    if (!config.readOnly) await consume(config, batch, env)
    else if (batch.queue === KEPT) batch.retryAll()
    else batch.ackAll()
  },
  // `fetch` is Hono's own: the types of Hono's Request and of the platform's do not match, although they are compatible.
} satisfies Pick<ExportedHandler<Bindings>, 'scheduled' | 'queue'> & Pick<typeof app, 'fetch'>
