import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { AppError } from '../../errors.ts'
import { getMe } from '../../features/me/queries.ts'
import { addPasskey, deletePasskey, findPasskey, signInWithPasskey } from '../../features/passkeys/queries.ts'
import { PasskeyParams } from '../../features/passkeys/schemas.ts'
import { beginSession } from '../../http/begin-session.ts'
import { makeChallenge, takeChallenge } from '../../http/challenge.ts'
import { describeDevice } from '../../http/device.ts'
import type { AppEnv } from '../../http/env.ts'
import { Assertion, Registration, verifyAssertion, verifyRegistration } from '../../http/webauthn.ts'
import { check, ignoreNotFound, localPath, readFields } from '../form.ts'

/** How long the form of a passkey may be, in bytes. */
const MAX_FORM = 16 * 1024

/** How long the browser may wait for the person, in milliseconds. */
const TIMEOUT_MS = 120_000

/** The form sends numbers as text. */
const RegistrationForm = z.object({
  ...Registration.shape,
  algorithm: z.coerce.number().pipe(Registration.shape.algorithm),
})

const originOf = (c: Context) => new URL(c.req.url).origin

/** What a browser is asked: the challenge, and which pages ask. passkeys.js adds the rest, which never changes. */
const question = async (c: Context<AppEnv>) => ({
  challenge: await makeChallenge(c, c.var.config.sessionSecrets),
  rp_id: new URL(c.req.url).hostname,
  timeout: TIMEOUT_MS,
})

const refused = () =>
  new AppError('invalid_request', 'The passkey was not accepted. Try again; it may have taken too long.')

/** Passkeys under Settings: made by passkeys.js, removed by a form. */
export const passkeyPages = new Hono<AppEnv>()
  .post('/settings/passkeys/question', async (c) => {
    await c.var.db.run(getMe, {})
    return c.json(await question(c))
  })
  .post('/settings/passkeys', async (c) => {
    // Who asks is proved before what they sent is looked at.
    await c.var.db.run(getMe, {})
    const given = check(RegistrationForm, await readFields(c, { maxBytes: MAX_FORM }))
    const challenge = await takeChallenge(c, c.var.config.sessionSecrets)
    if (challenge === null || !(await verifyRegistration(given, { challenge, origin: originOf(c) }))) {
      throw refused()
    }
    await c.var.db.run(addPasskey, {
      name: describeDevice(c.req.header('user-agent')),
      credential_id: given.id,
      public_key: given.public_key,
      algorithm: given.algorithm,
    })
    return c.redirect('/settings', 303)
  })
  .post('/settings/passkeys/:id/delete', async (c) => {
    await ignoreNotFound(c.var.db.run(deletePasskey, check(PasskeyParams, c.req.param())))
    return c.redirect('/settings', 303)
  })

/** Sign-in with a passkey, by passkeys.js. */
export const passkeySignIn = new Hono<AppEnv>()
  .post('/sign-in/passkey/question', async (c) => {
    await readFields(c, { anonymous: true, maxBytes: MAX_FORM })
    return c.json(await question(c))
  })
  .post('/sign-in/passkey', async (c) => {
    const { next, ...fields } = await readFields(c, { anonymous: true, maxBytes: MAX_FORM })
    const given = check(Assertion, fields)
    const challenge = await takeChallenge(c, c.var.config.sessionSecrets)
    const passkey = challenge === null ? null : await c.var.db.run(findPasskey, { credential_id: given.id })
    const count =
      challenge === null || passkey === null
        ? null
        : await verifyAssertion(given, passkey, { challenge, origin: originOf(c) })
    const isIn =
      passkey !== null &&
      count !== null &&
      (await beginSession(c, (session) =>
        c.var.db.run(signInWithPasskey, { id: passkey.id, sign_count: count, ...session }),
      ))
    if (!isIn) {
      throw new AppError(
        'unauthenticated',
        'This passkey is not known here, or it took too long. Try again, or sign in another way.',
      )
    }
    return c.redirect(localPath(next), 303)
  })
