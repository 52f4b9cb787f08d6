import type { Queue } from '@cloudflare/workers-types'
import type { Lease } from './ingest/schedule/leases.ts'
import type { AiBinding } from './summaries/workers-ai.ts'

/** A rate limit of the platform. */
export interface RateLimit {
  limit(options: { key: string }): Promise<{ success: boolean }>
}

/**
 * What wrangler.toml binds. The settings beside them are read by `readConfig`, which takes them for what strangers wrote.
 * The tests in Node bind nothing: there a limit lets everything pass, and a fetch is left to the next tick.
 */
export interface Bindings {
  INGEST_QUEUE?: Queue<Lease>
  ADDRESS_LIMIT?: RateLimit
  TOKEN_LIMIT?: RateLimit
  /** Workers AI, where SUMMARY_MODEL names one of its models. */
  AI?: AiBinding
}
