import { type Context, Hono } from 'hono'
import { signInWithLink, signInWithToken, signOut } from '../features/sessions/sign-in.ts'
import { createToken, isToken, PREFIX_LENGTH } from '../http/authenticate.ts'
import { describeDevice } from '../http/device.ts'
import type { AppEnv } from '../http/env.ts'
import { hashToken } from '../http/hash.ts'
import { asAppError } from '../http/problem.ts'
import { forgetSession, readSession, SESSION_S, writeSession } from '../http/session.ts'
import { respondError } from './error-page.tsx'
import { readFields } from './form.ts'
import { renderPage } from './layout.tsx'
import { SignInPage, type SignInProps } from './sign-in-page.tsx'

/** Only a path of this site, so that nobody is redirected to another: browsers read `//` and `/\` as the beginning of a host. */
const localPath = (next: string | undefined) =>
  next && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next) ? next : '/'

const show = (c: Context<AppEnv>, props: SignInProps) =>
  renderPage(c, <SignInPage {...props} />, props.problem ? 401 : 200)

/** Sign-in by a pasted token or a one-time link, and sign-out. */
export const signInPages = new Hono<AppEnv>()
  .onError((error, c) => respondError(c, asAppError(error)))
  .get('/sign-in', (c) => show(c, { link: c.req.query('link'), next: localPath(c.req.query('next')) }))
  .post('/sign-in', async (c) => {
    const { token = '', link, next } = await readFields(c)
    const code = (link ?? token).trim()
    const session = createToken()
    const begun = isToken(code)
      ? await c.var.db.run(link === undefined ? signInWithToken : signInWithLink, {
          hash: await hashToken(code),
          session_hash: await hashToken(session),
          session_prefix: session.slice(0, PREFIX_LENGTH),
          device: describeDevice(c.req.header('user-agent')),
          lasts_s: SESSION_S,
          max_sessions: c.var.config.maxSessions,
        })
      : null
    if (begun === null) {
      const problem =
        link === undefined
          ? 'This is not a token of this service, or it has expired or was revoked. Check that you pasted all of it.'
          : 'This link was used already, or it has expired. Ask for a new one, or paste a token.'
      return show(c, { next: localPath(next), problem })
    }
    await writeSession(c, session, c.var.config.sessionSecrets)
    return c.redirect(localPath(next), 303)
  })
  .post('/sign-out', async (c) => {
    const session = await readSession(c, c.var.config.sessionSecrets)
    if (session !== null) await endIfPossible(c, session, c.req.query('everywhere') !== undefined)
    forgetSession(c)
    return c.redirect('/sign-in', 303)
  })

/** While nothing can be written, the session stays valid in the database, but the browser forgets its cookie. */
async function endIfPossible(c: Context<AppEnv>, session: string, isEverywhere: boolean): Promise<void> {
  try {
    const session_hash = await hashToken(session)
    await c.var.db.run(signOut, isEverywhere ? { session_hash, everywhere: true } : { session_hash })
  } catch (error) {
    const { code } = asAppError(error)
    if (code !== 'read_only' && code !== 'database_unavailable') throw error
  }
}
