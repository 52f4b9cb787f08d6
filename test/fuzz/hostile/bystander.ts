import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

// A second client, in a thread of its own, so that it is not kept waiting by whoever sends the hostile requests: it asks
// for GET /health all the time, and tells how long it waited in each phase.
const { origin, pid } = workerData as { origin: string; pid: number }

export interface Waits {
  /** Milliseconds of each request by the clock, ascending. */
  waits: number[]
  /** The longest, counting only what the worker's own thread had of a processor meanwhile. */
  worst: number
}

/** Milliseconds that the thread which runs the worker's code has had of a processor. */
function spentMs(): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return performance.now()
  }
}

const phases = new Map<string, Waits>()
let phase = ''
let isOver = false

parentPort!.on('message', (name: string) => {
  phase = name
  isOver = name === 'end'
})

/** Asks once more where the connection was closed, as it may be when nothing came for long; its wait is the whole. */
const ask = () => fetch(`${origin}/health`).catch(() => fetch(`${origin}/health`))

while (!isOver) {
  const current = phases.get(phase) ?? { waits: [], worst: 0 }
  phases.set(phase, current)
  const [started, before] = [performance.now(), spentMs()]
  const response = await ask().catch((cause: unknown) => {
    throw new Error(`a bystander got no answer after ${current.waits.length} in ${phase}`, { cause })
  })
  await response.text()
  if (response.status !== 200) throw new Error(`a bystander got ${response.status}`)
  const wait = performance.now() - started
  current.waits.push(wait)
  current.worst = Math.max(current.worst, Math.min(wait, spentMs() - before))
  await sleep(5)
}
for (const { waits } of phases.values()) waits.sort((a, b) => a - b)
parentPort!.postMessage(Object.fromEntries(phases))
parentPort!.close()
