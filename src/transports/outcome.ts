/** What became of one attempt to send a message. */
export type Outcome =
  /** It was taken; `id` is what the other side calls it. */
  | { kind: 'sent'; id: string | null }
  /** It may be taken later, or it is not known whether it was taken. */
  | { kind: 'retry'; error: string; retry_after_s: number | null }
  /** It will never be taken. */
  | { kind: 'failed'; error: string }
  /** The address takes nothing any more: nothing else is sent there. */
  | { kind: 'gone'; error: string }

export const sent = (id: string | null): Outcome => ({ kind: 'sent', id: id?.slice(0, 255) ?? null })
export const retry = (error: string, retry_after_s: number | null = null): Outcome => ({
  kind: 'retry',
  error,
  retry_after_s,
})
export const failed = (error: string): Outcome => ({ kind: 'failed', error })
export const gone = (error: string): Outcome => ({ kind: 'gone', error })
