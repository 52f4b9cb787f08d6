/** As many characters at a time: some ten milliseconds for the worst of them. */
const SLICE = 32_768

/**
 * Text that was worked on in slices. To replace something in a text takes memory for each place where it is found, which
 * in a long text that strangers wrote are as many as it has letters.
 *
 * @param before every slice but the first begins with this, so that nothing that begins with it is cut in two
 */
export function inSlices(text: string, work: (slice: string) => string, before = ''): string {
  if (text.length <= SLICE) return work(text)
  return Array.from(slicesOf(text, before), work).join('')
}

/** The slices of a text themselves. */
export function* slicesOf(text: string, before = ''): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const cut = text.indexOf(before, at + SLICE)
    const end = cut < 0 ? text.length : cut
    yield text.slice(at, end)
    at = end
  }
}
