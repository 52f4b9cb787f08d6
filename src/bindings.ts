import type { Queue } from '@cloudflare/workers-types'
import type { AgendaBinding } from './agenda/open-agenda.ts'
import type { Lease } from './ingest/schedule/leases.ts'
import type { AiBinding } from './summaries/workers-ai.ts'
import type { EmailBinding } from './transports/mail/cloudflare.ts'

/** A rate limit binding of Cloudflare Workers. */
export interface RateLimit {
  limit(options: { key: string }): Promise<{ success: boolean }>
}

/**
 * What the queue of the outbox carries: the ids of messages to send, or, without any, that something is due. All else
 * stands in the database, so what the queue loses is made up for by the next tick.
 */
export interface OutboxMessage {
  message_ids: number[]
}

/**
 * The bindings in wrangler.toml. Plain settings are not here: `readConfig` validates them. All are optional because
 * tests in Node have no bindings: nothing is rate limited there, and the next tick fetches what would be queued.
 */
export interface Bindings {
  /** Read here too, because it must hold even where another setting is wrong. */
  LOG_LEVEL?: string
  /** The files in dist/assets. */
  ASSETS?: { fetch(url: string): Promise<Response> }
  INGEST_QUEUE?: Queue<Lease>
  /** Ranges of readers who are due; without it a tick builds all of them itself. */
  BRIEF_QUEUE?: Queue<{ first_id: number; last_id: number }>
  /** The Durable Object that knows when something is due; without it every tick asks the database. */
  AGENDA?: AgendaBinding
  OUTBOX_QUEUE?: Queue<OutboxMessage>
  /** Cloudflare Email Service, needed when MAIL_URL is `cloudflare`. */
  EMAIL?: EmailBinding
  ADDRESS_LIMIT?: RateLimit
  TOKEN_LIMIT?: RateLimit
  /** Workers AI, needed when SUMMARY_MODEL or EMBEDDING_MODEL is one of its models. */
  AI?: AiBinding
}
