import type { Credential } from './credential.ts'

/** The caller and the conditional headers of a request, and what the request wants to be told. */
export interface RequestConditions {
  /** The credential of the request; null if it has none. */
  credential(): Promise<Credential | null>
  /** The Idempotency-Key and the fingerprint of the request; the first command uses it. */
  idempotency?: { key: string; fingerprint: string } | undefined
  /** If-Match: the row must have one of these versions (`updated_at`) before it is changed; `*` is any. */
  versions?: readonly string[] | '*' | undefined
  /** The id of the caller's last write transaction, which every result must include. */
  written?: string | undefined
  /** Called with the id of the request's write transaction if there is a replica, which may lag behind. */
  onWritten?: ((transaction: string) => void) | undefined
  /** Called with the verified caller. */
  onEntered?: ((userId: number) => void) | undefined
  /** Called with the id of the token in use, at most once a minute. */
  onTokenUse?: ((tokenId: number) => void) | undefined
  /** Called after each change, with the user who made it. */
  onChange?: ((change: { action: string; actor_id: number; object_id?: unknown }) => void) | undefined
}

/** For jobs and probes: without a caller, so they can only run `service` statements. */
export const SERVICE: RequestConditions = { credential: async () => null }
