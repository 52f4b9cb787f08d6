/** One SQL text and its parameters. */
export interface BoundQuery {
  text: string
  params: unknown[]
  /** The query always gives one row; a reply without that row is incomplete. */
  single?: true
}

/** The rows of one query, each an array of its columns. */
export type Rows = unknown[][]
