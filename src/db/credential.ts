/** The demo user, whom the seed creates. Requests without a token act as this user, on a loopback database only. */
export const DEMO_EMAIL = 'demo@morning-brief.local'

/** The credential of a request. It is verified in the transaction that does the work, in the same round trip. */
export type Credential = { kind: 'token' | 'session'; token_hash: string } | { kind: 'demo' }

/** A session that is about to begin, for the statement that begins it. */
export interface NewSession {
  session_hash: string
  session_prefix: string
  /** The name of the browser, for the list of sessions. */
  device: string
  lasts_s: number
  /** The maximum number of sessions per user; the oldest ones are ended. */
  max_sessions: number
}
