import type { Context } from 'hono'
import { AgendaClient } from '../../agenda/open-agenda.ts'
import type { AppEnv } from '../../http/env.ts'
import { describeError, log } from '../../log.ts'

/**
 * Says that a message was written that should leave at once. Where that fails, which is none of the caller's, the agenda
 * is told that the next tick should look for it: nobody need have signed in for this change.
 */
export async function nudgeOutbox(c: Context<AppEnv>): Promise<void> {
  try {
    await c.env.OUTBOX_QUEUE?.send({ message_ids: [] })
  } catch (error) {
    log('warn', 'nudge_failed', describeError(error))
    await new AgendaClient(c.env.AGENDA, c.var.config).noteUse({ changes: true })
  }
}
