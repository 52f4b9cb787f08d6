/** Whose account the seed makes; requests without a token act as this user on a loopback database only. */
export const DEMO_EMAIL = 'demo@morning-brief.local'

/** How a request says who it is. It is proved in the transaction that does the work: one round trip. */
export type Credential = { kind: 'token' | 'session'; token_hash: string } | { kind: 'demo' }
