import type { Bindings } from '../bindings.ts'
import type { Config } from '../config.ts'
import type { Credential } from '../db/credential.ts'
import type { Database } from '../db/database.ts'

/** The context variables that middleware sets for every handler of the API. */
export interface Variables {
  requestId: string
  config: Config
  /** Runs statements as the caller of this request. */
  db: Database
  /** The credential of the request, not verified yet; throws `unauthenticated` when it is malformed. */
  credential: () => Promise<Credential | null>
  /** The Idempotency-Key and the fingerprint of the request. */
  idempotency: { key: string; fingerprint: string } | undefined
}

/** The environment of our Hono apps. */
export interface AppEnv {
  Bindings: Bindings
  Variables: Variables
}
