/** Numbers that follow from a seed (mulberry32), so that a request can be made again by its number. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** From 0 up to, but not, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 up to, but not, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end)
  }

  /** Small ones as often as large ones: half of its bits, in the middle. */
  size(most: number): number {
    return Math.floor(2 ** (this.next() * Math.log2(most)))
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }
}
