import type { ExportedHandler, MessageBatch } from '@cloudflare/workers-types'
import type { Job } from './agenda/agenda.ts'
import { AgendaClient } from './agenda/open-agenda.ts'
import { createApp } from './app.ts'
import type { Bindings } from './bindings.ts'
import { type Config, readConfig } from './config.ts'
import { openDatabase } from './db/open.ts'
import { embedCandidates } from './embeddings/embed-candidates.ts'
import { buildRanges, openMorning } from './features/briefs/open-morning.ts'
import { forgetExpired } from './features/tokens/forget-expired.ts'
import { keepDeadLetters } from './ingest/dead-letters.ts'
import { ingestBatch, queueDueSources } from './ingest/handlers.ts'
import { log, useLogLevel } from './log.ts'
import { consumeOutbox } from './outbox/consume.ts'
import { dispatchDue } from './outbox/dispatch.ts'
import { keepSmall } from './retention/keep-small.ts'
import { summariseDelivered } from './summaries/summarise-delivered.ts'

/** @returns up to when deliveries have their summaries, where the job has changed that; null where some still lack theirs */
type Work = (config: Config, env: Bindings) => Promise<number | null | undefined>

const buildBriefs: Work = async (config, env) => {
  try {
    await embedCandidates(config, env.AI)
    await openMorning(config, env.BRIEF_QUEUE)
  } finally {
    await dispatchDue(config, env.OUTBOX_QUEUE)
  }
  // What is delivered from here on may lack its summary when this is done.
  const summarising = Date.now()
  const isComplete = await summariseDelivered(config, env.AI)
  await forgetExpired(config)
  await keepSmall(config)
  return isComplete ? summarising : null
}

/** Each only does what is due, so that it may run at any time. */
const JOBS: Record<Job, Work> = {
  async fetches(config, env) {
    await queueDueSources(config, env.INGEST_QUEUE)
    return undefined
  },
  async messages(config, env) {
    await dispatchDue(config, env.OUTBOX_QUEUE)
    return undefined
  },
  briefs: buildBriefs,
}

/** The jobs of each cron expression in wrangler.toml; each runs when the agenda has something for it. */
const CRONS: Record<string, readonly Job[]> = {
  '*/5 * * * *': ['fetches', 'messages'],
  '0,15,30,45 * * * *': ['briefs'],
}

/**
 * A tick. An expression of an operator's own says itself when the database is to be woken, so it runs all jobs, agenda or
 * not. What is due is done whatever fails before: one trouble must not be that of all.
 */
async function tick(cron: string, env: Bindings): Promise<void> {
  const config = readConfig(env)
  // Every job writes. The first run after the maintenance does what the skipped ones would have done.
  if (config.readOnly) return log('info', 'job_skipped', { cron, reason: 'read_only' })
  const agenda = new AgendaClient(env.AGENDA, config)
  const known = CRONS[cron]
  const jobs = known ? await agenda.dueOf(known, Date.now()) : (['fetches', 'briefs'] as const)
  if (jobs.length === 0) return
  const failures: unknown[] = []
  let summarised: number | null | undefined
  for (const job of jobs) {
    try {
      const told = await JOBS[job](config, env)
      if (told !== undefined) summarised = told
    } catch (error) {
      failures.push(error)
    }
  }
  await agenda.settle(openDatabase(config, { job: 'agenda' }), summarised)
  if (failures.length > 0) throw failures[0]
}

/** The consumer of each queue in wrangler.toml. */
const CONSUMERS: Record<
  string,
  (config: Config, batch: MessageBatch<unknown>, env: Bindings) => Promise<unknown>
> = {
  'morning-brief-ingest': (config, batch, env) => ingestBatch(config, batch, env.INGEST_QUEUE),
  'morning-brief-ingest-dead': keepDeadLetters,
  async 'morning-brief-briefs'(config, batch, env) {
    if ((await buildRanges(config, batch)) > 0) await dispatchDue(config, env.OUTBOX_QUEUE)
  },
  'morning-brief-outbox': (config, batch, { OUTBOX_QUEUE: queue, EMAIL: email }) =>
    consumeOutbox(config, batch, { queue, email }),
}
/** In maintenance its messages are kept; those of the others come again by themselves, when their leases have ended. */
const KEPT = 'morning-brief-ingest-dead'

export { AgendaObject } from './agenda/agenda-object.ts'

const app = createApp()

export default {
  fetch: app.fetch,
  scheduled({ cron }, env) {
    useLogLevel(env)
    return tick(cron, env)
  },
  async queue(batch, env) {
    useLogLevel(env)
    const consume = CONSUMERS[batch.queue]
    if (!consume) throw new Error(`wrangler.toml has a queue that the worker does not know: ${batch.queue}`)
    const config = readConfig(env)
    if (!config.readOnly) {
      await consume(config, batch, env)
      // What was done has changed what is due next, and the database is awake.
      await new AgendaClient(env.AGENDA, config).settle(openDatabase(config, { job: 'agenda' }))
    } else if (batch.queue === KEPT) batch.retryAll()
    else batch.ackAll()
  },
  // `fetch` is Hono's own: the types of Hono's Request and of the platform's do not match, although they are compatible.
} satisfies Pick<ExportedHandler<Bindings>, 'scheduled' | 'queue'> & Pick<typeof app, 'fetch'>
