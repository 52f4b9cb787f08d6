import type { Context } from 'hono'
import type { AppEnv } from '../../http/env.ts'
import { describeError, log } from '../../log.ts'

/**
 * Says that a message was written that should leave at once. Unsaid, it leaves with the next tick, within five minutes, so
 * a failure here is none of the caller's.
 */
export async function nudgeOutbox(c: Context<AppEnv>): Promise<void> {
  try {
    await c.env.OUTBOX_QUEUE?.send({ message_ids: [] })
  } catch (error) {
    log('warn', 'nudge_failed', describeError(error))
  }
}
