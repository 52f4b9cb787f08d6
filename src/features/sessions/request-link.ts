import type { Context } from 'hono'
import * as z from 'zod'
import { AppError } from '../../errors.ts'
import type { AppEnv } from '../../http/env.ts'
import { hashToken } from '../../http/hash.ts'
import { networkOf } from '../../http/rate-limit.ts'
import { nudgeOutbox } from '../channels/nudge-outbox.ts'
import { requestLink } from './link-request.ts'

export const SignInAddress = z.object({
  address: z.email({ error: 'must be an e-mail address' }).max(255, 'must have at most 255 characters'),
})

/**
 * Asks for a mail with a link that signs in. Whose address it is, and whether it is anybody's, is found out when the mail
 * is sent: the request does the same for all of them, so that neither its answer nor its time tells.
 * @throws {AppError} `too_many_requests`, `conflict` when this instance sends no mail
 */
export async function requestSignInLink(c: Context<AppEnv>, address: string): Promise<void> {
  const { config, db } = c.var
  if (config.mail === null) throw new AppError('conflict', 'This instance sends no mail.')
  const ip = c.req.header('cf-connecting-ip')
  // With a secret, so that the hash does not tell the address of who asked.
  const sender_hash =
    ip === undefined ? null : await hashToken(`${config.sessionSecrets[0]} ${networkOf(ip)}`)
  try {
    await db.run(requestLink, { address, sender_hash })
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'too_many_requests')) throw error
    throw new AppError(error.code, error.message, { headers: { 'Retry-After': '3600' } })
  }
  await nudgeOutbox(c)
}
