import type { DurableObjectNamespace } from '@cloudflare/workers-types'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { describeError, log } from '../log.ts'
import { Agenda, isDue, type Job } from './agenda.ts'
import type { AgendaRequest } from './agenda-object.ts'
import { readNextDue } from './next-due.ts'

/** What is asked of the binding; the platform's own has more. */
export type AgendaBinding = Pick<DurableObjectNamespace, 'idFromName'> & {
  get(id: ReturnType<DurableObjectNamespace['idFromName']>): {
    fetch(
      url: string,
      init: { method: string; body: string },
    ): Promise<{ ok: boolean; json(): Promise<unknown> }>
  }
}

/** The longest time from a request's first statement to the commit of its last, with its retries, in milliseconds. */
const LONGEST_CHANGE = 30_000
const MINUTE = 60_000

/** What this isolate has noted of its requests, by agenda: many requests at once are noted once. */
const noted = new Map<string, { read: number; look: number }>()

/**
 * The agenda of a database: it tells, without asking that database, whether a job has something to do. Where it fails or
 * is not bound, everything counts as due, and nothing that was asked for fails because of it.
 */
export class AgendaClient {
  readonly #binding: AgendaBinding | undefined
  readonly #name: string
  readonly #longestWait: number

  constructor(binding: AgendaBinding | undefined, config: Config) {
    this.#binding = binding
    this.#name = binding ? nameOf(config) : ''
    this.#longestWait = config.feedWaitMinutes * 60_000
  }

  /** Which of the jobs have something to do at a moment. */
  async dueOf(jobs: readonly Job[], now: number): Promise<readonly Job[]> {
    if (!this.#binding) return jobs
    const agenda = await this.#ask({ do: 'read' })
    return jobs.filter((job) => isDue(job, agenda, now, this.#longestWait))
  }

  /**
   * Asks the database, which is awake, what is due next, and writes it down. Where that fails the agenda stays as it was,
   * so that the next tick looks again: it ends no job.
   * @param summarised up to when deliveries have their summaries, where that has changed
   */
  async settle(db: Database, summarised?: number | null): Promise<void> {
    if (!this.#binding) return
    try {
      const due = await db.run(readNextDue, {})
      await this.#ask({ do: 'settle', due, ...(summarised !== undefined && { summarised }) })
    } catch (error) {
      log('warn', 'agenda_failed', describeError(error))
    }
  }

  /**
   * Notes that a request uses the database, which is awake anyway: the next tick looks for what is due. Called before a
   * change is made, with `changes`, it makes sure that a tick after its commit looks, even if the request ends midway.
   * Many requests at once are noted once.
   */
  async noteUse({ changes }: { changes: boolean }, now = Date.now()): Promise<void> {
    if (!this.#binding) return
    const last = noted.get(this.#name) ?? { read: 0, look: 0 }
    if (changes ? last.look >= now + LONGEST_CHANGE : last.read > now - MINUTE) return
    const look = now + (changes ? LONGEST_CHANGE + MINUTE / 2 : 0)
    noted.set(this.#name, { read: now, look })
    if ((await this.#ask({ do: 'look', at: look })) === null) noted.delete(this.#name)
  }

  async #ask(request: AgendaRequest): Promise<Agenda | null> {
    try {
      const agenda = this.#binding!.get(this.#binding!.idFromName(this.#name))
      const response = await agenda.fetch('https://agenda/', {
        method: 'POST',
        body: JSON.stringify(request),
      })
      return response.ok ? Agenda.nullable().parse(await response.json()) : null
    } catch (error) {
      log('warn', 'agenda_failed', describeError(error))
      return null
    }
  }
}

/** Another database has another agenda. So has each start of `npm run dev`, which writes past the worker. */
function nameOf({ databaseUrl, demoKey }: Config): string {
  const { host, pathname } = new URL(databaseUrl)
  return `${host}${pathname} ${demoKey ?? ''}`
}
