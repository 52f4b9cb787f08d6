/**
 * Decodes UTF-32, which TextDecoder does not know (WHATWG dropped it, some feeds did not). The byte order mark
 * is left out, values that are no character become U+FFFD, a trailing part of a unit is ignored.
 */
export function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  let points: number[] = []
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const point = view.getUint32(at, littleEndian)
    if (at === 0 && point === 0xfeff) continue
    points.push(point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? 0xfffd : point)
    if (points.length === 4096) {
      parts.push(String.fromCodePoint(...points))
      points = []
    }
  }
  return parts.join('') + String.fromCodePoint(...points)
}
