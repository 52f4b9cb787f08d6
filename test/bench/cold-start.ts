import { middle } from './middle.ts'
import { serveWorkerd, type WorkerSpec } from './workerd.ts'

/** Milliseconds from a fresh process to its first answer, the median of some starts. */
export async function coldStart(spec: WorkerSpec, starts = 11): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < starts; i++) {
    const started = performance.now()
    const server = await serveWorkerd(spec)
    times.push(performance.now() - started)
    server.stop()
  }
  return middle(times)
}
