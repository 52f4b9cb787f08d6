import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Lease } from '../../../src/ingest/schedule/leases.ts'

interface Waiting {
  body: Lease
  attempts: number
  /** From when on it is delivered, in seconds. */
  at: number
}

/** As wrangler.toml says: so many a batch, so many deliveries each, so many seconds apart. */
const BATCH = 5
const DELIVERIES = 4
const RETRY_S = 150

/** The platform's queue, whose consumers die as they are told to: no acknowledgement of theirs arrives then. */
export class MortalQueue {
  /** The sources in the batch of each consumer that died. */
  readonly deaths: number[][] = []
  /** The sources whose messages went to the dead-letter queue. */
  readonly givenUp: number[] = []
  readonly #waiting: Waiting[] = []
  readonly #consumer: URL
  readonly #env: object
  readonly #passTime: () => Promise<unknown>
  #now = 0
  #alive: Worker | undefined

  /** @param passTime lets claims run out, as the time between two deliveries would */
  constructor(consumer: URL, env: object, passTime: () => Promise<unknown>) {
    this.#consumer = consumer
    this.#env = env
    this.#passTime = passTime
  }

  send(messages: readonly { body: Lease; delaySeconds?: number }[]): void {
    for (const { body, delaySeconds = 0 } of messages) {
      this.#waiting.push({ body, attempts: 1, at: this.#now + delaySeconds })
    }
  }

  /** Ends the consumer that is at work, in the middle of it. */
  kill(): void {
    void this.#alive?.terminate()
  }

  /** Delivers until nothing waits. */
  async drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#now = Math.max(this.#now, Math.min(...this.#waiting.map(({ at }) => at)))
      const due = this.#waiting.filter(({ at }) => at <= this.#now).slice(0, BATCH)
      for (const one of due) this.#waiting.splice(this.#waiting.indexOf(one), 1)
      for (const one of await this.#deliver(due)) {
        if (one.attempts === DELIVERIES) this.givenUp.push(one.body.source_id)
        else this.#waiting.push({ ...one, attempts: one.attempts + 1, at: this.#now + RETRY_S })
      }
      await this.#passTime()
    }
  }

  /** @returns what comes again */
  async #deliver(due: Waiting[]): Promise<Waiting[]> {
    const worker = new Worker(this.#consumer, { workerData: this.#env, stdout: true, stderr: true })
    this.#alive = worker
    const acked = new Set<string>()
    let isDone = false
    worker.on('message', (report: { acked?: string; done?: true; sent?: { body: Lease }[] }) => {
      if (report.acked) acked.add(report.acked)
      if (report.sent) this.send(report.sent)
      if (!report.done) return
      isDone = true
      void worker.terminate()
    })
    worker.postMessage(due.map(({ body, attempts }, at) => ({ id: String(at), body, attempts })))
    await once(worker, 'exit')
    if (isDone) return due.filter((_, at) => !acked.has(String(at)))
    this.deaths.push(due.map(({ body }) => body.source_id))
    return due
  }
}
