/**
 * Lets in so much work at a time as there is memory for: documents are fetched side by side, but of large ones only one
 * is read. Whoever comes first goes in first.
 */
export class ReadingRoom {
  #free: number
  readonly #size: number
  readonly #waiting: { size: number; enter: () => void }[] = []

  /** @param size in bytes of the documents that are read at once; a larger one goes in alone */
  constructor(size: number) {
    this.#size = size
    this.#free = size
  }

  /** Does the work once there is room for a document of this size. */
  async within<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const size = Math.min(bytes, this.#size)
    await new Promise<void>((enter) => {
      this.#waiting.push({ size, enter })
      this.#admit()
    })
    try {
      return await work()
    } finally {
      this.#free += size
      this.#admit()
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next && next.size <= this.#free; next = this.#waiting[0]) {
      this.#free -= next.size
      this.#waiting.shift()
      next.enter()
    }
  }
}
