/** One SQL text and its parameters. */
export interface BoundQuery {
  text: string
  params: unknown[]
  /** It gives one row, always: a reply without it was broken on its way. */
  single?: true
}

/** The rows of one query, each an array of its columns. */
export type Rows = unknown[][]
