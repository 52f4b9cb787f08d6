import type { Context } from 'hono'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { describeDevice } from '../../http/device.ts'
import type { AppEnv } from '../../http/env.ts'
import { checkWebhookUrl } from '../../transports/webhook/send-webhook.ts'
import { newSigningSecret } from '../../transports/webhook/signature.ts'
import { nudgeOutbox } from './nudge-outbox.ts'
import { createChannel, listChannels } from './queries.ts'
import type { ChannelToAdd, NewChannel } from './schemas.ts'
import { formatFault, guessFormat } from './webhook-format.ts'

/**
 * Adds a channel of the caller's. A mail address gets a mail with a link first; the others work at once.
 * @throws {AppError} `invalid_request` when an address cannot be called, `conflict` when it is there or this instance does
 *   not send such messages, `limit_reached`
 */
export async function addChannel(c: Context<AppEnv>, channel: ChannelToAdd): Promise<NewChannel> {
  const { config, db } = c.var
  switch (channel.kind) {
    case 'mail': {
      if (config.mail === null) throw await notSent(db, 'mail', 'MAIL_URL')
      const { name = channel.address, ...rest } = channel
      const added = await db.run(createChannel, { ...rest, name, state: 'unconfirmed' })
      await nudgeOutbox(c)
      return added
    }
    case 'push': {
      if (config.vapidKeys === null) throw await notSent(db, 'notifications', 'VAPID_KEYS')
      const { keys, name = describeDevice(c.req.header('user-agent')), ...rest } = channel
      const address = publicAddress(channel.address, config.feedAllowedOrigins).href
      return db.run(createChannel, {
        ...rest,
        address,
        name,
        state: 'active',
        p256dh: keys.p256dh.replace(/=+$/, ''),
        auth: keys.auth.replace(/=+$/, ''),
      })
    }
    default: {
      const url = publicAddress(channel.address, config.feedAllowedOrigins)
      const { format = guessFormat(url), name = url.hostname, ...rest } = channel
      const fault = formatFault(format, url)
      if (fault !== null) throw invalidAddress(fault)
      return db.run(createChannel, {
        ...rest,
        address: url.href,
        name,
        format,
        state: 'active',
        ...(format === 'json' && { signing_secret: newSigningSecret() }),
      })
    }
  }
}

function publicAddress(address: string, allowedOrigins: readonly string[]): URL {
  const checked = checkWebhookUrl(address, { allowedOrigins })
  if (!checked.ok) throw invalidAddress(`cannot be called: ${checked.reason}`)
  return checked.url
}

const invalidAddress = (message: string) =>
  new AppError('invalid_request', `The address ${message}.`, { errors: [{ pointer: '#/address', message }] })

/** What a caller is told of this instance, once they are proved to be one. */
export async function notSent(db: Database, what: string, setting: string): Promise<AppError> {
  await db.run(listChannels, {})
  return new AppError('conflict', `This instance sends no ${what}: its operator has not set ${setting}.`)
}
