import type { ExportedHandler, MessageBatch } from '@cloudflare/workers-types'
import type { Job } from './agenda/agenda.ts'
import { AgendaClient } from './agenda/open-agenda.ts'
import { createApp } from './app.ts'
import type { Bindings } from './bindings.ts'
import { type Config, readConfig } from './config.ts'
import { openDatabase } from './db/open.ts'
import { buildRanges, openMorning } from './features/briefs/open-morning.ts'
import { forgetExpired } from './features/tokens/forget-expired.ts'
import { keepDeadLetters } from './ingest/dead-letters.ts'
import { ingestBatch, queueDueSources } from './ingest/handlers.ts'
import { log } from './log.ts'
import { keepSmall } from './retention/keep-small.ts'
import { summariseDelivered } from './summaries/summarise-delivered.ts'

type Work = (config: Config, env: Bindings, agenda: AgendaClient) => Promise<unknown>

const queueFetches: Work = (config, env, agenda) => queueDueSources(config, env.INGEST_QUEUE, agenda)
const buildBriefs: Work = async (config, env, agenda) => {
  const db = openDatabase(config, { job: 'briefs' })
  await openMorning(config, env.BRIEF_QUEUE)
  // What is delivered from here on may lack its summary when this is done.
  const summarising = Date.now()
  const isComplete = await summariseDelivered(config, env.AI)
  await forgetExpired(config)
  await keepSmall(config)
  await agenda.settle(db, isComplete ? summarising : null)
}

/** The job of each cron expression in wrangler.toml; it runs when the agenda has something for it. */
const CRONS: Record<string, { job: Job; work: Work }> = {
  '*/5 * * * *': { job: 'fetches', work: queueFetches },
  '0,15,30,45 * * * *': { job: 'briefs', work: buildBriefs },
}

/**
 * A tick. An expression of an operator's own says itself when the database is to be woken, so it runs both jobs, agenda or
 * not: each only does what is due.
 */
async function tick(cron: string, env: Bindings): Promise<void> {
  const config = readConfig(env)
  const agenda = new AgendaClient(env.AGENDA, config)
  const known = CRONS[cron]
  // Every job writes. The first run after the maintenance does what the skipped ones would have done.
  if (config.readOnly) log('info', 'job_skipped', { cron, reason: 'read_only' })
  else if (!known) {
    await queueFetches(config, env, agenda)
    await buildBriefs(config, env, agenda)
  } else if (await agenda.isDue(known.job, Date.now())) await known.work(config, env, agenda)
}

/** The consumer of each queue in wrangler.toml. */
const CONSUMERS: Record<
  string,
  (
    config: Config,
    batch: MessageBatch<unknown>,
    queue: Bindings['INGEST_QUEUE'],
    agenda: AgendaClient,
  ) => Promise<unknown>
> = {
  'morning-brief-ingest': ingestBatch,
  async 'morning-brief-briefs'(config, batch, _queue, agenda) {
    await buildRanges(config, batch)
    await agenda.settle(openDatabase(config, { job: 'briefs' }))
  },
  'morning-brief-ingest-dead': keepDeadLetters,
}

export { AgendaObject } from './agenda/agenda-object.ts'

const app = createApp()

export default {
  fetch: app.fetch,
  scheduled: ({ cron }, env) => tick(cron, env),
  async queue(batch, env) {
    const consume = CONSUMERS[batch.queue]
    if (!consume) throw new Error(`wrangler.toml has a queue that the worker does not know: ${batch.queue}`)
    const config = readConfig(env)
    if (!config.readOnly) await consume(config, batch, env.INGEST_QUEUE, new AgendaClient(env.AGENDA, config))
    // Fetches and briefs are queued again while they are due, so their messages can be dropped. A dead letter is not.
    else if (consume === keepDeadLetters) batch.retryAll()
    else batch.ackAll()
  },
  // `fetch` is Hono's own: the types of Hono's Request and of the platform's do not match, although they are compatible.
} satisfies Pick<ExportedHandler<Bindings>, 'scheduled' | 'queue'> & Pick<typeof app, 'fetch'>
