import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { AgendaClient } from '../agenda/open-agenda.ts'
import { type Config, readConfig } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { touchToken } from '../db/touch-token.ts'
import { afterResponse } from './after-response.ts'
import { readCredential } from './authenticate.ts'
import { notModifiedReply, readIfMatch } from './entity-tag.ts'
import type { AppEnv } from './env.ts'
import { readIdempotency } from './idempotency.ts'
import { forgetUser, rememberUser } from './known-users.ts'
import { limitRate } from './rate-limit.ts'
import { readLastWrite, sendLastWrite } from './read-your-writes.ts'
import { isSafe } from './safe-method.ts'
import { renewSessionCookie, SESSION_S } from './session.ts'

/**
 * Reads the configuration, the credential and the conditional headers, counts the request against the rate limits, and
 * opens the database for this request. Replaces a response whose ETag the caller already has by 304.
 */
export const requestContext = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    const config = readConfig(c.env)
    c.set('config', config)
    const changes = !isSafe(c.req.method)
    const context = { request_id: c.get('requestId') }
    // A malformed credential is only an error on routes that need one; probes and documents do not.
    const read = await readCredential(c, config).then(
      (credential) => ({ credential }),
      (error: unknown) => ({ error }),
    )
    const claimed = 'credential' in read ? read.credential : null
    await limitRate(c, config, claimed)
    // Without a credential, do not read the request any further, above all not its body.
    const idempotency = claimed === null ? undefined : await readIdempotency(c)
    c.set('idempotency', idempotency)
    const credential = async () => {
      if ('error' in read) throw read.error
      return read.credential
    }
    c.set('credential', credential)
    let isNewUse = false
    const db = openDatabase(config, context, {
      credential,
      idempotency,
      versions: readIfMatch(c),
      written: config.replicaUrl === null ? undefined : readLastWrite(c),
      onWritten: (transaction) => sendLastWrite(c, transaction),
      onEntered(user_id) {
        rememberUser(claimed, user_id)
        if (!changes) noteUse(c, config, changes)
      },
      onTokenUse(token_id) {
        isNewUse = true
        noteTokenUse(c, config, token_id)
      },
    })
    c.set('db', db)
    // Told before the change, so that what it makes due is not missed even where this request dies after its commit.
    if (changes && claimed !== null) noteUse(c, config, changes)
    await next()
    if (isNewUse && claimed?.kind === 'session') await renewSessionCookie(c, config.sessionSecrets)
    if (c.res.status === 401) forgetUser(claimed)
    const notModified = notModifiedReply(c)
    if (notModified) c.res = notModified
  })

/** Stores the token's last use after the response, so that the caller does not wait for it. */
const noteTokenUse = (c: Context<AppEnv>, config: Config, token_id: number) =>
  afterResponse(c, () =>
    openDatabase(config, { job: 'tokens.touch' }).run(touchToken, { token_id, lasts_s: SESSION_S }),
  )

/** Has the next tick look for what is due, where ticks do not ask the database anyway. */
function noteUse(c: Context<AppEnv>, config: Config, changes: boolean): void {
  const { AGENDA } = c.env
  if (AGENDA) afterResponse(c, () => new AgendaClient(AGENDA, config).noteUse({ changes }))
}
