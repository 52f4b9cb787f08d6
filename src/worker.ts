import type {
  ExportedHandler,
  ExportedHandlerFetchHandler,
  MessageBatch,
  Queue,
} from '@cloudflare/workers-types'
import { createApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { buildDueBriefs } from './features/briefs/build-due.ts'
import { forgetExpired } from './features/tokens/forget-expired.ts'
import { keepDeadLetters } from './ingest/dead-letters.ts'
import { ingestBatch, queueDueSources } from './ingest/handlers.ts'
import type { Lease } from './ingest/schedule/leases.ts'
import { log } from './log.ts'
import { summariseDelivered } from './summaries/summarise-delivered.ts'
import type { AiBinding } from './summaries/workers-ai.ts'

/** What wrangler.toml binds; settings beside it are read by `readConfig`. */
interface Bindings {
  INGEST_QUEUE: Queue<Lease>
  /** Workers AI, where SUMMARY_MODEL names one of its models. */
  AI?: AiBinding
}

type Job = (env: Bindings) => Promise<unknown>

const tick: Job = (env) => queueDueSources(readConfig(env), env.INGEST_QUEUE)
const mornings: Job = async (env) => {
  await buildDueBriefs(readConfig(env))
  await summariseDelivered(readConfig(env), env.AI)
  await forgetExpired(readConfig(env))
}

/** The cron expressions of wrangler.toml and what each starts. */
const CRONS: Record<string, Job> = { '*/5 * * * *': tick, '0,15,30,45 * * * *': mornings }
/** An expression that an operator chose: every job finds for itself what is due. */
const all: Job = async (env) => {
  await tick(env)
  await mornings(env)
}

/** The queues of wrangler.toml and who takes their messages. */
const CONSUMERS: Record<
  string,
  (config: Config, batch: MessageBatch<unknown>, queue: Queue<Lease>) => Promise<unknown>
> = {
  'morning-brief-ingest': ingestBatch,
  'morning-brief-ingest-dead': keepDeadLetters,
}

const app = createApp()

export default {
  fetch: app.fetch as unknown as ExportedHandlerFetchHandler,
  async scheduled(controller, env) {
    const job = CRONS[controller.cron] ?? all
    // Every job changes something; what it would have done, the first one after the maintenance does.
    if (readConfig(env).readOnly) log('info', 'job_skipped', { cron: controller.cron, reason: 'read_only' })
    else await job(env)
  },
  async queue(batch, env) {
    const consume = CONSUMERS[batch.queue]
    if (!consume) throw new Error(`wrangler.toml has a queue that the worker does not know: ${batch.queue}`)
    const config = readConfig(env)
    if (!config.readOnly) await consume(config, batch, env.INGEST_QUEUE)
    // A fetch is queued anew when its lease has ended, so maintenance counts against no feed; what was given up waits.
    else if (consume === ingestBatch) batch.ackAll()
    else batch.retryAll()
  },
} satisfies ExportedHandler<Bindings>
