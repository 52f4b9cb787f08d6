import type { Duplex } from 'node:stream'

const MAX_PACKET = 100_000

/** Reads length-prefixed packets from the start of a stream, then returns the unread bytes to the stream. */
export class PacketReader {
  readonly #stream: Duplex
  readonly #iterator: AsyncIterator<Buffer>
  #buffer: Buffer = Buffer.alloc(0)

  constructor(stream: Duplex) {
    this.#stream = stream
    this.#iterator = stream.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]()
  }

  /**
   * The body of the next packet (protocol: int32 length that counts itself, after a type byte when `typed`), or
   * undefined when the stream ends or the length is invalid.
   */
  async next(typed: boolean): Promise<Buffer | undefined> {
    const head = typed ? 5 : 4
    if (!(await this.#fill(head))) return undefined
    const length = this.#buffer.readInt32BE(head - 4) + head - 4
    if (length < head || length > MAX_PACKET || !(await this.#fill(length))) return undefined
    const body = this.#buffer.subarray(head, length)
    this.#buffer = this.#buffer.subarray(length)
    return body
  }

  /** Stops reading: the next reader of the stream gets everything after the packets that were read. */
  async release(): Promise<void> {
    await this.#iterator.return?.()
    if (this.#buffer.length > 0) this.#stream.unshift(this.#buffer)
  }

  async #fill(size: number): Promise<boolean> {
    while (this.#buffer.length < size) {
      const { value, done } = await this.#iterator.next()
      if (done) return false
      this.#buffer = Buffer.concat([this.#buffer, value])
    }
    return true
  }
}

/** A message from the server: type letter, length, body. Strings are terminated by NUL, numbers are int32. */
export function packet(type: string, ...parts: (string | number | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(`${part}\0`)
      if (Buffer.isBuffer(part)) return part
      const int32 = Buffer.alloc(4)
      int32.writeInt32BE(part)
      return int32
    }),
  )
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
