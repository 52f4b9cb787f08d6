import { FetchFailure } from './outcomes.ts'

/**
 * Reads a stream to its end, or throws once it has brought more than `maxBytes`. However it ends, the stream is
 * cancelled, so that no connection stays open. `signal` stops a read that is still waiting for bytes.
 *
 * @throws {FetchFailure} `too_large`
 * @throws whatever the stream fails with, or the signal's reason
 */
export async function readLimited(
  stream: ReadableStream<Uint8Array> | null,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Uint8Array<ArrayBuffer>> {
  if (stream === null) return new Uint8Array(0)
  const reader = stream.getReader()
  const stop = () => void reader.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', stop)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    signal.throwIfAborted()
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return joinChunks(chunks, size)
      size += value.byteLength
      if (size > maxBytes) throw tooLarge(maxBytes)
      chunks.push(value)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

/** Lets an answer go whose body nobody reads. */
export function discardBody(response: Response): void {
  void response.body?.cancel().catch(() => {})
}

/** The failure of a body over the limit, in bytes. */
export function tooLarge(maxBytes: number): FetchFailure {
  const size = maxBytes >= 1_048_576 ? `${+(maxBytes / 1_048_576).toFixed(1)} MiB` : `${maxBytes} bytes`
  return new FetchFailure(
    'too_large',
    `The feed is larger than ${size}; ask its publisher for a shorter one, or use a feed of one of its sections.`,
  )
}

/** One array of `size` bytes out of its pieces. */
export function joinChunks(chunks: Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}
