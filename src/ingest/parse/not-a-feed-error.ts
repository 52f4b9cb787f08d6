/**
 * The document is no feed that can be read. `message` is one or two sentences for the person who typed the
 * address: what it is instead, and what to do. It holds nothing internal and is shown as it is.
 */
export class NotAFeedError extends Error {
  override name = 'NotAFeedError'
}
