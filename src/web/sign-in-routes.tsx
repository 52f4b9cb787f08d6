import { type Context, Hono } from 'hono'
import { requestSignInLink, SignInAddress } from '../features/sessions/request-link.ts'
import { signInWithLink, signInWithToken, signOut } from '../features/sessions/sign-in.ts'
import { isToken } from '../http/authenticate.ts'
import { beginSession } from '../http/begin-session.ts'
import type { AppEnv } from '../http/env.ts'
import { hashToken } from '../http/hash.ts'
import { asAppError } from '../http/problem.ts'
import { deleteSessionCookie, readSessionCookie } from '../http/session.ts'
import { respondError } from './error-page.tsx'
import { check, localPath, readFields } from './form.ts'
import { renderPage } from './layout.tsx'
import { passkeySignIn } from './passkeys/routes.ts'
import { setUpPages } from './set-up/routes.tsx'
import { SignInPage, type SignInProps } from './sign-in-page.tsx'

/** How long a sign-in form may be, in bytes: a token, and the page to go to. */
const MAX_FORM = 8 * 1024

/** A one-time link as it was sent. */
const PASTED_LINK = /^\s*https?:\/\/[^#\s]{1,300}#(mb_[\w-]{43})\s*$/

const show = (c: Context<AppEnv>, props: Omit<SignInProps, 'hasMail'>) =>
  renderPage(c, <SignInPage {...props} hasMail={c.var.config.mail !== null} />, props.problem ? 401 : 200)

/** Sign-in by a passkey, a mailed or one-time link or a pasted token, the first person's set-up, and sign-out. */
export const signInPages = new Hono<AppEnv>()
  .onError((error, c) => respondError(c, asAppError(error)))
  .route('/', passkeySignIn)
  .route('/', setUpPages)
  .get('/sign-in', (c) => show(c, { next: localPath(c.req.query('next')) }))
  .post('/sign-in', async (c) => {
    const { token = '', next, ...sent } = await readFields(c, { anonymous: true, maxBytes: MAX_FORM })
    // Without scripts a link is pasted as it is; with them, its code comes by itself.
    const link = sent.link ?? PASTED_LINK.exec(token)?.[1]
    const code = (link ?? token).trim()
    const statement = link === undefined ? signInWithToken : signInWithLink
    const isIn =
      isToken(code) &&
      (await beginSession(c, async (session) =>
        c.var.db.run(statement, { hash: await hashToken(code), ...session }),
      ))
    if (!isIn) {
      const problem =
        link === undefined
          ? 'This is not a token of this service, or it has expired or was revoked. Check that you pasted all of it.'
          : 'This link was used already, or it has expired. Ask for a new one, or sign in another way.'
      return show(c, { next: localPath(next), problem })
    }
    return c.redirect(localPath(next), 303)
  })
  .post('/sign-in/mail', async (c) => {
    const { email } = await readFields(c, { anonymous: true, maxBytes: MAX_FORM })
    const { address } = check(SignInAddress, { address: email?.trim() })
    await requestSignInLink(c, address)
    return show(c, { next: '/', mailed: address })
  })
  .post('/sign-out', async (c) => {
    const session = await readSessionCookie(c, c.var.config.sessionSecrets)
    if (session !== null) await endIfPossible(c, session, c.req.query('everywhere') !== undefined)
    deleteSessionCookie(c)
    return c.redirect('/sign-in', 303)
  })

/** Signs out as far as possible: while the database refuses writes the session stays valid, but its cookie is deleted. */
async function endIfPossible(c: Context<AppEnv>, session: string, isEverywhere: boolean): Promise<void> {
  try {
    const session_hash = await hashToken(session)
    await c.var.db.run(signOut, isEverywhere ? { session_hash, everywhere: true } : { session_hash })
  } catch (error) {
    const { code } = asAppError(error)
    if (code !== 'read_only' && code !== 'database_unavailable') throw error
  }
}
