/** The demo user, whom the seed creates. Requests without a token act as this user, on a loopback database only. */
export const DEMO_EMAIL = 'demo@morning-brief.local'

/** The credential of a request. It is verified in the transaction that does the work, in the same round trip. */
export type Credential = { kind: 'token' | 'session'; token_hash: string } | { kind: 'demo' }
