/** Encodes by turning the decoder of the platform round: every byte, and for the East Asian sets every pair. */
export function encode(text: string, label: string): Uint8Array {
  const decoder = new TextDecoder(label)
  const bytesOf = new Map<string, number[]>()
  for (let first = 255; first >= 0; first -= 1) {
    for (let second = 0x40; second < 256 && first > 0x80; second += 1) {
      const character = decoder.decode(Uint8Array.of(first, second))
      if ([...character].length === 1) bytesOf.set(character, [first, second])
    }
    bytesOf.set(decoder.decode(Uint8Array.of(first)), [first])
  }
  return Uint8Array.from([...text].flatMap((character) => bytesOf.get(character) ?? [0x3f]))
}
