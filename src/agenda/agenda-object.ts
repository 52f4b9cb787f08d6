import type { DurableObjectState } from '@cloudflare/workers-types'
import * as z from 'zod'
import { Agenda, lookAt, NextDue, settle } from './agenda.ts'

/** What may be asked of the agenda; each is answered with the agenda, or null while nothing is known. */
export const AgendaRequest = z.discriminatedUnion('do', [
  z.object({ do: z.literal('read') }),
  z.object({ do: z.literal('look'), at: z.number() }),
  z.object({ do: z.literal('settle'), due: NextDue, summarised: z.number().nullable().optional() }),
])
export type AgendaRequest = z.infer<typeof AgendaRequest>

const KEY = 'agenda'

/**
 * The Durable Object that keeps the agenda outside of the database. It has no alarm: the cron ticks are the clock, and
 * they only ask here. So the jobs run in one way, and where this object cannot be reached, ticks ask the database.
 *
 * It speaks `fetch` instead of RPC, which needs no import of `cloudflare:workers`: the same class runs in Node's tests.
 */
export class AgendaObject {
  readonly #state: Pick<DurableObjectState, 'storage'>

  constructor(state: Pick<DurableObjectState, 'storage'>) {
    this.#state = state
  }

  /** Answers an AgendaRequest. The platform lets no other request in between reading and writing. */
  async fetch(request: Request): Promise<Response> {
    const asked = AgendaRequest.parse(await request.json())
    const known = Agenda.safeParse(await this.#state.storage.get(KEY)).data ?? null
    const agenda = changed(known, asked)
    if (agenda !== known) await this.#state.storage.put(KEY, agenda)
    return Response.json(agenda)
  }
}

function changed(known: Agenda | null, asked: AgendaRequest): Agenda | null {
  if (asked.do === 'settle') return settle(known, asked.due, asked.summarised)
  // While nothing is known the next tick asks the database anyway.
  return asked.do === 'look' && known !== null ? lookAt(known, asked.at) : known
}
