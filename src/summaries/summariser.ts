/** What a summariser is given of an article. */
export interface SummaryInput {
  title: string
  /** Sanitised HTML. */
  summary_raw: string | null
}

/** The model took the request and refused this article: too long, not allowed. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

/** Makes summaries: by a model somewhere, or by rules. */
export interface Summariser {
  /** The name under which its summaries are stored. */
  readonly model: string
  /** At most so many tokens a call can take: what is reserved of the day's budget before it. */
  estimate(article: SummaryInput): number
  /**
   * @returns the text as the model gave it, not checked yet, and the tokens it took
   * @throws whatever the network or the model throws; the extract is there instead
   */
  summarise(article: SummaryInput): Promise<{ text: string; tokens_used: number }>
}
