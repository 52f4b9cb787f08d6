import type { Credential } from '../db/credential.ts'

/** Whose each credential was when it was last proved, as far as this isolate remembers. Nothing is allowed by it. */
const owners = new Map<string, number>()
const MOST = 10_000

const keyOf = (credential: Credential | null) =>
  credential === null || credential.kind === 'demo' ? undefined : credential.token_hash

/** The user whose the credential was when it was last proved; undefined when nobody has proved it here lately. */
export function userOf(credential: Credential | null): number | undefined {
  const key = keyOf(credential)
  return key === undefined ? undefined : owners.get(key)
}

export function rememberUser(credential: Credential | null, userId: number): void {
  const key = keyOf(credential)
  if (key === undefined || owners.get(key) === userId) return
  if (owners.size >= MOST) owners.clear()
  owners.set(key, userId)
}

/** For a credential that proves nothing any more: what is sent with it counts no longer against its owner of before. */
export function forgetUser(credential: Credential | null): void {
  const key = keyOf(credential)
  if (key !== undefined) owners.delete(key)
}
