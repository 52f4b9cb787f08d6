import type { FetchOutcome } from './fetch/outcomes.ts'

/**
 * How one ingest of one source can end, as `fetches.outcome` keeps it: what the fetch gave, or else
 *
 * | outcome | when |
 * |---|---|
 * | not_a_feed | a document came that is no feed, such as a page or a login form |
 * | parse_error | the document broke our own reader: a fault of ours, not of the feed |
 * | store_error | the database refused the articles |
 * | dead_letter | the message was tried several times and its work never came to an end |
 */
export type IngestOutcome = FetchOutcome | 'not_a_feed' | 'parse_error' | 'store_error' | 'dead_letter'
