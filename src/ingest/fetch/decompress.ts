import { FetchFailure } from './outcomes.ts'
import { readLimited } from './read-body.ts'

type Compression = 'gzip' | 'deflate' | 'deflate-raw'

type Limits = { maxBytes: number; signal: AbortSignal }

/** Small, because workerd inflates each slice whole: 1 KiB becomes 1 MiB at most (deflate's ratio is 1,032:1). */
const SLICE_BYTES = 1024
/** Deepest nesting that is undone: a file stored as .gz, compressed again by the server, and again by a proxy. */
const MAX_LAYERS = 3

/**
 * Undoes the compression that the runtime's fetch left on a body. Node decodes gzip, deflate, br and zstd;
 * workerd only an exact `gzip` or `br`. So the bytes decide, not the header: gzip by its magic number
 * (RFC 1952 §2.3.1), wherever it comes from; deflate, as zlib (RFC 1950) or raw (RFC 1951), where declared.
 *
 * @throws {FetchFailure} `too_large`, `bad_encoding`, `incomplete`
 */
export async function decompress(
  body: Uint8Array<ArrayBuffer>,
  contentEncoding: string | null,
  limits: Limits,
): Promise<Uint8Array<ArrayBuffer>> {
  let plain = body
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const format = compressionOf(plain, contentEncoding)
    if (format === null) break
    plain = await inflate(plain, format, limits)
  }
  if (startsWith(plain, 0x28, 0xb5, 0x2f, 0xfd))
    throw new FetchFailure(
      'bad_encoding',
      'The server sends the feed compressed with zstd though only gzip and br were offered; tell its publisher.',
    )
  return plain
}

function compressionOf(body: Uint8Array, contentEncoding: string | null): Compression | null {
  if (startsWith(body, 0x1f, 0x8b, 0x08)) return 'gzip'
  if (!/\bdeflate\b/i.test(contentEncoding ?? '') || body.length < 2 || isTextStart(body[0] ?? 0)) return null
  const isZlib = (body[0] ?? 0) % 16 === 8 && ((body[0] ?? 0) * 256 + (body[1] ?? 0)) % 31 === 0
  return isZlib ? 'deflate' : 'deflate-raw'
}

async function inflate(body: Uint8Array<ArrayBuffer>, format: Compression, limits: Limits) {
  let offset = 0
  const slices = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        if (offset >= body.length) return controller.close()
        controller.enqueue(body.slice(offset, offset + SLICE_BYTES))
        offset += SLICE_BYTES
      },
    },
    { highWaterMark: 0 },
  )
  try {
    return await readLimited(slices.pipeThrough(new DecompressionStream(format)), limits)
  } catch (error) {
    if (error instanceof FetchFailure || limits.signal.aborted) throw error
    throw new FetchFailure(
      'bad_encoding',
      'The feed came compressed and its compressed data is damaged or cut off; it is asked again later.',
    )
  }
}

/** What a feed's text can begin with: white space, `<`, `{`, or the first byte of a byte order mark. */
const isTextStart = (byte: number) => [0x09, 0x0a, 0x0d, 0x20, 0x3c, 0x7b, 0xef, 0xfe, 0xff].includes(byte)

const startsWith = (body: Uint8Array, ...magic: number[]) => magic.every((byte, at) => body[at] === byte)
