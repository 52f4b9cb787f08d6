import type { Queue } from '@cloudflare/workers-types'
import type { AgendaBinding } from './agenda/open-agenda.ts'
import type { Lease } from './ingest/schedule/leases.ts'
import type { AiBinding } from './summaries/workers-ai.ts'

/** A rate limit binding of Cloudflare Workers. */
export interface RateLimit {
  limit(options: { key: string }): Promise<{ success: boolean }>
}

/**
 * The bindings in wrangler.toml. Plain settings are not here: `readConfig` validates them. All are optional because
 * tests in Node have no bindings: nothing is rate limited there, and the next tick fetches what would be queued.
 */
export interface Bindings {
  INGEST_QUEUE?: Queue<Lease>
  /** Ranges of readers who are due; without it a tick builds all of them itself. */
  BRIEF_QUEUE?: Queue<{ first_id: number; last_id: number }>
  /** The Durable Object that knows when something is due; without it every tick asks the database. */
  AGENDA?: AgendaBinding
  ADDRESS_LIMIT?: RateLimit
  TOKEN_LIMIT?: RateLimit
  /** Workers AI, needed when SUMMARY_MODEL is one of its models. */
  AI?: AiBinding
}
