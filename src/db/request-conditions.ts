import type { Credential } from './credential.ts'

/** What a request asks of the statement that does its work, beside the work. */
export interface RequestConditions {
  /** Who asks, read when a statement first needs it; null when the request does not say. */
  credential(): Promise<Credential | null>
  /** A key that the request is done only once under, and what it stands for; the first command carries it. */
  idempotency?: { key: string; fingerprint: string } | undefined
  /** The versions (`updated_at`) of which the row must have one before it is changed; `*` is any. */
  versions?: readonly string[] | '*' | undefined
  /** The transaction in which the caller has written last, which every answer has to show. */
  written?: string | undefined
  /** Told of the transaction in which the request has written, where a replica may lag behind it. */
  onWritten?: ((transaction: string) => void) | undefined
  /** Told whom the request was proved to be from. */
  onEntered?: ((userId: number) => void) | undefined
  /** Told that a token is in use, at most once a minute. */
  onTokenUse?: ((tokenId: number) => void) | undefined
  /** Told of each change that was made, and who made it. */
  onChange?: ((change: { action: string; actor_id: number; object_id?: unknown }) => void) | undefined
}

/** The conditions of jobs and probes: they ask as nobody, and may run `service` statements only. */
export const SERVICE: RequestConditions = { credential: async () => null }
