import { middle } from './middle.ts'
import { serveWorkerd, type WorkerSpec } from './workerd.ts'

/**
 * Milliseconds from a fresh process to its first answer: for each worker the median of some starts. They start in
 * turn, so that a machine that slows down slows all of them.
 */
export async function coldStarts<Name extends string>(
  workers: Record<Name, WorkerSpec>,
  starts = 11,
): Promise<Record<Name, number>> {
  const specs = Object.entries<WorkerSpec>(workers)
  const times = specs.map((): number[] => [])
  for (let round = 0; round < starts; round++) {
    for (const [i, [, spec]] of specs.entries()) {
      const started = performance.now()
      const server = await serveWorkerd(spec)
      times[i]!.push(performance.now() - started)
      server.stop()
    }
  }
  return Object.fromEntries(specs.map(([name], i) => [name, middle(times[i]!)])) as Record<Name, number>
}
