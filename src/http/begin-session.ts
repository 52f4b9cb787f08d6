import type { Context } from 'hono'
import type { NewSession } from '../db/credential.ts'
import { createToken, PREFIX_LENGTH } from './authenticate.ts'
import { describeDevice } from './device.ts'
import type { AppEnv } from './env.ts'
import { hashToken } from './hash.ts'
import { SESSION_S, setSessionCookie } from './session.ts'

/**
 * Begins a session of the pages and sets its cookie.
 * @param begin the statement; null when who asks may not come in
 * @returns whether they are in
 */
export async function beginSession(
  c: Context<AppEnv>,
  begin: (session: NewSession) => Promise<unknown>,
): Promise<boolean> {
  const session = createToken()
  const begun = await begin({
    session_hash: await hashToken(session),
    session_prefix: session.slice(0, PREFIX_LENGTH),
    device: describeDevice(c.req.header('user-agent')),
    lasts_s: SESSION_S,
    max_sessions: c.var.config.maxSessions,
  })
  if (begun === null) return false
  await setSessionCookie(c, session, c.var.config.sessionSecrets)
  return true
}
