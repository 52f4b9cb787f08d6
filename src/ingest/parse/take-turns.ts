/** As many characters are read at a stretch: some ten milliseconds for the worst of them. */
const STRETCH = 32_768

/**
 * Lets the other requests of the isolate have their turn while a long document is read. Counted in characters, since a
 * Worker's clock stands still while it computes.
 */
export class Turns {
  #spent = 0

  /** To be called after each piece of work, with the characters it was about. */
  async spend(characters: number): Promise<void> {
    this.#spent += characters
    if (this.#spent < STRETCH) return
    this.#spent = 0
    await new Promise<void>((resume) => setTimeout(resume, 0))
  }
}

/**
 * Text in pieces of about a stretch. Each but the first begins with a "<", so that nothing a parser looks at as a whole
 * (a reference, the text before a tag) is cut in two.
 */
export function* stretchesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const cut = text.indexOf('<', at + STRETCH)
    const end = cut < 0 ? text.length : cut
    yield text.slice(at, end)
    at = end
  }
}
