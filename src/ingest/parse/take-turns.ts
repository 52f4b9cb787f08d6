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
