/** The parts of an article that a summariser gets. */
export interface SummaryInput {
  title: string
  /** Sanitised HTML. */
  summary_raw: string | null
}

/** The model refused this article, for example because it is too long. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

/** Writes summaries, with a model or by rules. */
export interface Summariser {
  /** The name under which its summaries are stored. */
  readonly model: string
  /** The most tokens that a call can use; they are reserved from the day's budget before it. */
  estimate(article: SummaryInput): number
  /**
   * @returns the model's answer, not checked yet, and the tokens it used
   * @throws any error of the network or the model
   */
  summarise(article: SummaryInput): Promise<{ text: string; tokens_used: number }>
}
