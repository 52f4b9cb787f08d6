import type { Bindings } from '../bindings.ts'
import type { Config } from '../config.ts'
import type { Credential } from '../db/credential.ts'
import type { Database } from '../db/database.ts'

/** What middleware sets for every handler of the API. */
export interface Variables {
  requestId: string
  config: Config
  /** The database as this request sees it. */
  db: Database
  /** Who the request says it is, unproved; throws `unauthenticated` when what it says cannot be a token. */
  credential: () => Promise<Credential | null>
  /** The request's Idempotency-Key and the fingerprint of what it stands for. */
  idempotency: { key: string; fingerprint: string } | undefined
}

/** Hono's environment. */
export interface AppEnv {
  Bindings: Bindings
  Variables: Variables
}
