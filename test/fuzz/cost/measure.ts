import type { Adversary } from './adversaries.ts'

/** A function that strangers' text reaches, and how much of it. */
export interface EntryPoint {
  run: (text: string) => unknown
  /** Most characters that can reach it. */
  limit: number
  /** Texts of its own kind, beside those that are tried on all. */
  own?: readonly Adversary[]
}

export interface Cost {
  /** The worst text, and what it costs at the largest size. */
  adversary: string
  msPer100KB: number
  /** 1 for linear, 2 for quadratic; 0 where it costs too little to be told. */
  exponent: number
}

/** What a call takes is told by as many calls as take so much of the processor's time, whose clock goes by steps. */
const TELLING_MS = 30
/** Of what takes next to nothing no more calls are made than this. */
const MOST_CALLS = 100

/** Milliseconds that one call takes by the clock: rough, as others may have the processor meanwhile. */
async function roughCost(run: EntryPoint['run'], text: string): Promise<number> {
  const started = performance.now()
  try {
    await run(text)
  } catch {
    // Refusing costs time, too.
  }
  return performance.now() - started
}

/** Milliseconds of the processor that one call takes; 0 when a hundred of them take next to nothing. */
async function exactCost(run: EntryPoint['run'], text: string): Promise<number> {
  const before = process.threadCpuUsage()
  for (let calls = 1; calls <= MOST_CALLS; calls += 1) {
    await roughCost(run, text)
    const { user, system } = process.threadCpuUsage(before)
    const ms = (user + system) / 1000
    if (ms >= TELLING_MS) return ms / calls
  }
  return 0
}

/**
 * Tries every text at a small size, and those that cost the most at twice and four times as much.
 * @param size of the largest, in characters
 * @param growing how many of them are made to grow
 */
export async function worstCost(
  { run, limit, own = [] }: EntryPoint,
  adversaries: readonly Adversary[],
  size: number,
  growing: number,
): Promise<Cost> {
  const largest = Math.min(size, limit)
  const tried: { adversary: Adversary; ms: number }[] = []
  for (const adversary of [...own, ...adversaries]) {
    const text = adversary.make(Math.floor(largest / 4))
    tried.push({ adversary, ms: (await roughCost(run, text)) / text.length })
  }
  // The first calls are slow because they are the first: what was among the worst is asked once more.
  tried.sort((a, b) => b.ms - a.ms)
  for (const one of tried.slice(0, 8 * growing)) {
    const text = one.adversary.make(Math.floor(largest / 4))
    one.ms = (await roughCost(run, text)) / text.length
  }
  tried.sort((a, b) => b.ms - a.ms)
  let worst: Cost = { adversary: '', msPer100KB: 0, exponent: 0 }
  for (const { adversary } of tried.slice(0, growing)) {
    let one = await grow(run, adversary, largest)
    // A collection of garbage in the wrong moment passes; what grows too fast does so each time.
    for (let again = 0; again < 3 && isTooMuch(one); again += 1) {
      const other = await grow(run, adversary, largest)
      if (!isTooMuch(other) || other.exponent < one.exponent) one = other
    }
    if (isTooMuch(one) || (!isTooMuch(worst) && one.msPer100KB > worst.msPer100KB)) worst = one
  }
  return worst
}

/** Milliseconds of a processor that 100 KB may take; and how that may grow: 1 is linear, 2 quadratic. */
export const MOST = { ms: 50, exponent: 1.5 } as const

const isTooMuch = ({ msPer100KB, exponent }: Cost) => msPer100KB > MOST.ms || exponent > MOST.exponent

async function grow(run: EntryPoint['run'], adversary: Adversary, largest: number): Promise<Cost> {
  const sizes = [largest / 4, largest / 2, largest].map(Math.floor)
  const texts = sizes.map((size) => adversary.make(size))
  const times: number[] = []
  for (const text of texts) times.push(await exactCost(run, text))
  const [first = 0, , last = 0] = times
  const exponent = first === 0 ? 0 : Math.log2(last / first) / 2
  // What a text costs whatever its length, 100 KB of it cost no more than once.
  const length = exponent < 0.5 ? Math.max(texts[2]!.length, 100_000) : texts[2]!.length
  return { adversary: adversary.name, msPer100KB: last / (length / 100_000), exponent }
}
