import type { Credential } from '../db/credential.ts'

/** The user of each credential that the database has verified, as a cache of this isolate. It grants no access. */
const owners = new Map<string, number>()
const MOST = 10_000

const keyOf = (credential: Credential | null) =>
  credential === null || credential.kind === 'demo' ? undefined : credential.token_hash

/** The user of a credential at its last verification; undefined if this isolate does not know it. */
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

/** Removes a credential that is no longer valid, so that its requests are not counted for its former owner. */
export function forgetUser(credential: Credential | null): void {
  const key = keyOf(credential)
  if (key !== undefined) owners.delete(key)
}
