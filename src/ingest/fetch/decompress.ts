import { FlateErrorCode, Gunzip, Inflate, Unzlib } from 'fflate'
import { endsAsFeed } from './feed-bytes.ts'
import { FetchFailure } from './outcomes.ts'
import { joinChunks } from './read-body.ts'

/** Bytes inflated in one step: 4 MiB of output at most, since deflate's ratio never exceeds 1,032:1. */
const SLICE_BYTES = 4096
/** Deepest nesting that is undone: a file stored as .gz, compressed again by the server, and again by a proxy. */
const MAX_LAYERS = 3

/**
 * Undoes the compression that the runtime's fetch left on a body. Node decodes gzip, deflate, br and zstd;
 * workerd only an exact `gzip` or `br`. So the bytes decide, not the header: gzip by its magic number
 * (RFC 1952 §2.3.1), wherever it comes from; deflate, as zlib (RFC 1950) or raw (RFC 1951), where declared.
 *
 * Not by DecompressionStream: workerd's takes writes faster than anyone reads, so that 1 MiB of input has
 * become 1 GiB of memory before the limit is noticed.
 *
 * What goes on after `maxBytes` is left out, and what follows the compressed data is not looked at: some servers send
 * line breaks after it.
 *
 * @param body its `isCut`: whether the end is missing, which is no damage then
 * @throws {FetchFailure} `bad_encoding`
 */
export function decompress(body: Compressed, contentEncoding: string | null, maxBytes: number): Compressed {
  let { bytes: plain, isCut } = body
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const Decoder = decoderFor(plain, contentEncoding)
    if (Decoder === null) break
    ;({ bytes: plain, isCut } = inflate({ bytes: plain, isCut }, Decoder, maxBytes))
  }
  if (startsWith(plain, 0x28, 0xb5, 0x2f, 0xfd))
    throw new FetchFailure(
      'bad_encoding',
      'The server sends the feed compressed with zstd though only gzip and br were offered; tell its publisher.',
    )
  return { bytes: plain, isCut }
}

interface Compressed {
  bytes: Uint8Array<ArrayBuffer>
  isCut: boolean
}

type DecoderClass = typeof Gunzip | typeof Unzlib | typeof Inflate

function decoderFor(body: Uint8Array, contentEncoding: string | null): DecoderClass | null {
  if (startsWith(body, 0x1f, 0x8b, 0x08)) return Gunzip
  if (!/\bdeflate\b/i.test(contentEncoding ?? '') || body.length < 2 || isTextStart(body[0] ?? 0)) return null
  const isZlib = (body[0] ?? 0) % 16 === 8 && ((body[0] ?? 0) * 256 + (body[1] ?? 0)) % 31 === 0
  return isZlib ? Unzlib : Inflate
}

function inflate({ bytes, isCut }: Compressed, Decoder: DecoderClass, maxBytes: number): Compressed {
  const chunks: Uint8Array[] = []
  let size = 0
  const decoder = new Decoder((chunk) => {
    size += chunk.byteLength
    chunks.push(chunk)
  })
  const isLast = (at: number) => !isCut && at + SLICE_BYTES >= bytes.length
  try {
    for (let at = 0; at < bytes.length && size <= maxBytes; at += SLICE_BYTES)
      decoder.push(bytes.subarray(at, at + SLICE_BYTES), isLast(at) && !(decoder instanceof Gunzip))
    // Gzip may go on with another member (RFC 1952 section 2.2), which is only looked for before the end.
    if (decoder instanceof Gunzip && !isCut && size <= maxBytes) decoder.push(new Uint8Array(0), true)
  } catch (error) {
    if (size > 0 && isAfterMember(error))
      return { bytes: joinChunks(chunks, Math.min(size, maxBytes)), isCut: false }
    const whole = joinChunks(chunks, Math.min(size, maxBytes))
    if (size <= maxBytes && endsAsFeed(whole)) return { bytes: whole, isCut: false }
    throw new FetchFailure(
      'bad_encoding',
      'The feed came compressed and its compressed data is damaged or cut off; it is asked again later.',
    )
  }
  return { bytes: joinChunks(chunks, Math.min(size, maxBytes)), isCut: isCut || size > maxBytes }
}

/** Whether what follows a member of gzip is none. */
const isAfterMember = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === FlateErrorCode.InvalidHeader

/** What a feed's text can begin with: white space, `<`, `{`, or the first byte of a byte order mark. */
const isTextStart = (byte: number) => [0x09, 0x0a, 0x0d, 0x20, 0x3c, 0x7b, 0xef, 0xfe, 0xff].includes(byte)

const startsWith = (body: Uint8Array, ...magic: number[]) => magic.every((byte, at) => body[at] === byte)
