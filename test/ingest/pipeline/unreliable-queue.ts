import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import type { Delivery } from './consumer.ts'

type Message = Delivery[number]

/** A consumer as one file, in which it starts in a tenth of the time; consumers end often here. */
export async function bundleConsumer(folder: string): Promise<URL> {
  const outfile = `${folder}/consumer.mjs`
  const entryPoints = [fileURLToPath(new URL('consumer.ts', import.meta.url))]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm' })
  return pathToFileURL(outfile)
}

/**
 * The platform's queue at its worst, within what it promises (at least once): it delivers some messages twice, and
 * ends some consumers in the middle of their work.
 */
export class UnreliableQueue {
  readonly killed: Message[] = []
  duplicates = 0
  #waiting: Message[] = []
  #sent = 0
  readonly #consumer: URL
  readonly #env: object
  readonly #random: () => number
  readonly #passTime: (messages: Message[]) => Promise<void>

  /**
   * @param consumer as `bundleConsumer` returns it
   * @param passTime lets the claims of messages run out whose consumer died, as time would
   */
  constructor(
    consumer: URL,
    env: object,
    random: () => number,
    passTime: (messages: Message[]) => Promise<void>,
  ) {
    this.#consumer = consumer
    this.#env = env
    this.#random = random
    this.#passTime = passTime
  }

  async sendBatch(batch: Iterable<{ body: unknown }>): Promise<void> {
    for (const { body } of batch) this.#waiting.push({ id: String(this.#sent++), body })
  }

  /** Delivers until nothing waits, by so many consumers at once. */
  async drain(consumers: number): Promise<void> {
    await Promise.all(
      Array.from({ length: consumers }, async () => {
        let worker = this.#start()
        while (this.#waiting.length > 0) {
          const batch = this.#waiting.splice(0, 5)
          for (const message of batch) {
            if (this.#random() < 0.15) {
              this.duplicates++
              this.#waiting.splice(Math.floor(this.#random() * this.#waiting.length), 0, message)
            }
          }
          const unacked = await this.#deliver(
            worker,
            batch,
            this.#random() < 0.2 ? this.#random() * 40 : null,
          )
          if (unacked.length > 0) {
            this.killed.push(...unacked)
            worker = this.#start()
            await this.#passTime(unacked)
            this.#waiting.push(...unacked)
          }
        }
        await worker.terminate()
      }),
    )
  }

  #start() {
    return new Worker(this.#consumer, {
      workerData: this.#env,
      stdout: true,
      stderr: true,
    })
  }

  /** @returns what was not acknowledged: all that a killed consumer had in hand */
  #deliver(worker: Worker, batch: Message[], killAfterMs: number | null): Promise<Message[]> {
    const open = new Map(batch.map((message) => [message.id, message]))
    return new Promise((resolve, reject) => {
      const timer = killAfterMs === null ? undefined : setTimeout(() => void worker.terminate(), killAfterMs)
      const end = () => {
        clearTimeout(timer)
        worker.off('error', reject).off('exit', end).off('message', note)
        resolve([...open.values()])
      }
      const note = (report: { acked?: string; done?: true }) => {
        if (report.acked) open.delete(report.acked)
        if (report.done) end()
      }
      worker.on('error', reject).on('exit', end).on('message', note)
      worker.postMessage(batch)
    })
  }
}
