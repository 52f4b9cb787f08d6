import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type Config, readConfig } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { touchToken } from '../db/touch-token.ts'
import { readCredential } from './authenticate.ts'
import { notModifiedReply, readIfMatch } from './entity-tag.ts'
import type { AppEnv } from './env.ts'
import { readIdempotency } from './idempotency.ts'
import { forgetUser, rememberUser } from './known-users.ts'
import { limitRate } from './rate-limit.ts'
import { readWritten, rememberWritten } from './read-your-writes.ts'

/**
 * Reads the configuration and gives the request its view of the database: who asks, and on which conditions. A
 * GET whose reply has an ETag answers 304 to who has it already.
 */
export const requestContext = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    const config = readConfig(c.env)
    c.set('config', config)
    const context = { request_id: c.get('requestId') }
    // What cannot be a token is refused where a statement needs one: probes and documents need none.
    const read = await readCredential(c, config).then(
      (credential) => ({ credential }),
      (error: unknown) => ({ error }),
    )
    const claimed = 'credential' in read ? read.credential : null
    await limitRate(c, config, claimed)
    const idempotency = await readIdempotency(c)
    c.set('idempotency', idempotency)
    const credential = async () => {
      if ('error' in read) throw read.error
      return read.credential
    }
    c.set('credential', credential)
    const db = openDatabase(config, context, {
      credential,
      idempotency,
      versions: readIfMatch(c),
      written: config.replicaUrl === null ? undefined : readWritten(c),
      onWritten: (transaction) => rememberWritten(c, transaction),
      onEntered: (user_id) => rememberUser(claimed, user_id),
      onTokenUse: (token_id) => noteTokenUse(c, config, token_id),
    })
    c.set('db', db)
    await next()
    if (c.res.status === 401) forgetUser(claimed)
    c.res = notModifiedReply(c) ?? c.res
  })

/** After the reply, so that nobody waits for it. Where nothing outlives the reply (tests in Node), it is left out. */
function noteTokenUse(c: Context<AppEnv>, config: Config, token_id: number): void {
  const job = () =>
    openDatabase(config, { job: 'tokens.touch' })
      .run(touchToken, { token_id })
      .catch(() => {})
  try {
    c.executionCtx.waitUntil(job())
  } catch {
    // no execution context
  }
}
