import type { Context } from 'hono'
import type { AppEnv } from '../../http/env.ts'
import type { CurrentSession } from './queries.ts'

/** The session of the request's cookie, if it has one. */
export async function readCurrentSession(c: Context<AppEnv>): Promise<CurrentSession> {
  const credential = await c.var.credential()
  return credential?.kind === 'session' ? { session_hash: credential.token_hash } : {}
}
