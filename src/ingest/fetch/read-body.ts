import { FetchFailure } from './outcomes.ts'

/** What came of a body. */
export interface Body {
  bytes: Uint8Array<ArrayBuffer>
  /** Whether there is more of it than `maxBytes`. */
  isCut: boolean
  /** What the stream failed with after these bytes had come; null when it came to its end. */
  failure: { reason: unknown } | null
}

/**
 * Reads a stream to its end, or until it has brought `maxBytes`. However it ends, the stream is cancelled, so that no
 * connection stays open. `signal` stops a read that is still waiting for bytes.
 *
 * @throws whatever the stream fails with before it brought anything, or the signal's reason
 */
export async function readLimited(
  stream: ReadableStream<Uint8Array> | null,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Body> {
  if (stream === null) return { bytes: new Uint8Array(0), isCut: false, failure: null }
  const reader = stream.getReader()
  const stop = () => void reader.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', stop)
  const chunks: Uint8Array[] = []
  let size = 0
  const came = (more: Partial<Body>): Body => ({
    bytes: joinChunks(chunks, Math.min(size, maxBytes)),
    isCut: false,
    failure: null,
    ...more,
  })
  try {
    signal.throwIfAborted()
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return came({})
      size += value.byteLength
      chunks.push(value)
      if (size > maxBytes) return came({ isCut: true })
    }
  } catch (reason) {
    if (signal.aborted || size === 0) throw reason
    return came({ failure: { reason } })
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

/** One array of the first `size` bytes of its pieces. */
export function joinChunks(chunks: Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk.subarray(0, size - offset), offset)
    offset += Math.min(chunk.byteLength, size - offset)
  }
  return whole
}
