/** Tells what texts mean, as vectors: the closer two meanings, the closer their vectors. */
export interface Embedder {
  /** The name under which its vectors are stored; only vectors of one model can be compared. */
  readonly model: string
  /**
   * @returns a vector for each text, in their order, not checked yet, and the tokens it used where the model says so
   * @throws any error of the network or the model
   */
  embed(texts: readonly string[]): Promise<{ vectors: number[][]; tokens_used: number | null }>
}

/** An upper bound of the tokens of texts. A character beyond ASCII may be a token of its own. */
export function estimateTokens(texts: readonly string[]): number {
  const text = texts.join('')
  const wide = text.replace(/[\0-\x7f]/g, '').length
  return Math.ceil((text.length - wide) / 3 + wide) + 4 * texts.length
}
