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
import { summariseDelivered } from './summaries/summarise-delivered.ts'

type Job = (env: Bindings) => Promise<unknown>

const queueFetches: Job = (env) => queueDueSources(readConfig(env), env.INGEST_QUEUE)
const buildBriefs: Job = async (env) => {
  await embedCandidates(readConfig(env), env.AI)
  await buildDueBriefs(readConfig(env))
  await summariseDelivered(readConfig(env), env.AI)
  await forgetExpired(readConfig(env))
}

/** The job of each cron expression in wrangler.toml. */
const CRONS: Record<string, Job> = { '*/5 * * * *': queueFetches, '0,15,30,45 * * * *': buildBriefs }
/** For cron expressions that an operator has changed. Each job only does what is due, so running both is safe. */
const runAll: Job = async (env) => {
  await queueFetches(env)
  await buildBriefs(env)
}

/** The consumer of each queue in wrangler.toml. */
const CONSUMERS: Record<
  string,
  (config: Config, batch: MessageBatch<unknown>, queue: Bindings['INGEST_QUEUE']) => Promise<unknown>
> = {
  'morning-brief-ingest': ingestBatch,
  'morning-brief-ingest-dead': keepDeadLetters,
}

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
    if (!config.readOnly) await consume(config, batch, env.INGEST_QUEUE)
    // A fetch is queued again when its lease expires, so its message can be dropped. A dead letter is not, so keep it.
    else if (consume === ingestBatch) batch.ackAll()
    else batch.retryAll()
  },
  // `fetch` is Hono's own: the types of Hono's Request and of the platform's do not match, although they are compatible.
} satisfies Pick<ExportedHandler<Bindings>, 'scheduled' | 'queue'> & Pick<typeof app, 'fetch'>
