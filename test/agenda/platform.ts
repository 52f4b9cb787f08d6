import type { MessageBatch } from '@cloudflare/workers-types'
import { AgendaObject } from '../../src/agenda/agenda-object.ts'
import worker from '../../src/worker.ts'

/** The platform around the worker, as far as these tests need it: crons, a queue and a Durable Object, at any clock. */
export function createPlatform(settings: Record<string, string>, { sleeps }: { sleeps: boolean }) {
  const stored = new Map<string, unknown>()
  const storage = {
    get: async (key: string) => structuredClone(stored.get(key)),
    put: async (key: string, value: unknown) => void stored.set(key, structuredClone(value)),
  }
  const agenda = new AgendaObject({ storage } as unknown as ConstructorParameters<typeof AgendaObject>[0])
  let isAway = false
  const AGENDA = {
    idFromName: (name: string) => name,
    get: () => ({
      fetch(url: string, init: RequestInit) {
        if (isAway) throw new Error('the Durable Object is away')
        return agenda.fetch(new Request(url, init))
      },
    }),
  }
  const messages: { body: unknown }[] = []
  const ranges: { body: unknown }[] = []
  const INGEST_QUEUE = { sendBatch: async (batch: { body: unknown }[]) => void messages.push(...batch) }
  const BRIEF_QUEUE = { sendBatch: async (batch: { body: unknown }[]) => void ranges.push(...batch) }
  const env = { ...settings, INGEST_QUEUE, BRIEF_QUEUE, ...(sleeps && { AGENDA }) } as object
  return {
    /** What the Durable Object has stored. */
    stored,
    /** The messages of a morning that was opened. */
    ranges,
    /** Makes the Durable Object unreachable, or reachable again. */
    setAway: (away: boolean) => {
      isAway = away
    },
    /** Fires a cron. */
    cron: (cron: string) =>
      worker.scheduled(...([{ cron }, env] as unknown as Parameters<typeof worker.scheduled>)),
    /** Hands to the consumer what has been queued. */
    async consume(): Promise<void> {
      while (messages.length > 0) {
        const batch = messages.splice(0, 5).map(({ body }, n) => ({
          id: String(n),
          body,
          attempts: 1,
          ack() {},
          retry: () => void messages.push({ body }),
        }))
        const delivered = {
          queue: 'morning-brief-ingest',
          messages: batch,
        } as unknown as MessageBatch<unknown>
        await worker.queue(delivered, env)
      }
    },
    /** Hands one message of the morning to a consumer, and tells what that did with it. */
    async build(body: unknown): Promise<string> {
      let done = ''
      const message = { id: '1', body, attempts: 1, ack: () => (done = 'ack'), retry: () => (done = 'retry') }
      const batch = { queue: 'morning-brief-briefs', messages: [message] } as unknown as MessageBatch<unknown>
      await worker.queue(batch, env)
      return done
    },
    /** Serves a request, and waits for what the worker does after its reply. */
    async request(path: string, init: RequestInit = {}): Promise<Response> {
      const after: Promise<unknown>[] = []
      const context = {
        waitUntil: (work: Promise<unknown>) => void after.push(work),
        passThroughOnException() {},
      }
      const response = await worker.fetch(new Request(`https://brief.example${path}`, init), env, {
        ...context,
        props: {},
      } as never)
      await response.text()
      await Promise.all(after)
      return response
    },
  }
}
