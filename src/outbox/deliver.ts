import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { completeBrief } from '../features/briefs/complete.ts'
import { shortDate } from '../features/briefs/render/words.ts'
import type { Brief } from '../features/briefs/schemas.ts'
import { signLink } from '../features/channels/signed-links.ts'
import { signInLink } from '../http/sign-in-link.ts'
import { cutText } from '../ingest/normalise/cut-text.ts'
import type { MailTransport } from '../transports/mail/mail.ts'
import { failed, gone, type Outcome, retry } from '../transports/outcome.ts'
import { sendPush } from '../transports/push/send-push.ts'
import { sendWebhook } from '../transports/webhook/send-webhook.ts'
import { signatureHeaders } from '../transports/webhook/signature.ts'
import { briefMail, type MailContent } from './mail/brief-mail.ts'
import { confirmationMail, invitationMail, signInMail } from './mail/notices.ts'
import { mailSignInLink } from './mailed-sign-in.ts'
import type { ClaimedMessage } from './queries.ts'
import { FORMATS, isGoneFor } from './webhook/formats.ts'

/** What messages are sent with. */
export interface Senders {
  config: Config
  db: Database
  /** Null when no mail is sent by this instance. */
  mail: MailTransport | null
}

type Channel = NonNullable<ClaimedMessage['channel']>
type Handled = Outcome | { kind: 'suppressed'; error: string }

/** How long the link that confirms an address works, in milliseconds. */
const CONFIRM_MS = 7 * 24 * 3600_000

/** Sends a message by what its channel is. */
export async function deliver(message: ClaimedMessage, senders: Senders): Promise<Handled> {
  const { purpose, channel, brief: stored } = message
  if (purpose === 'sign_in' || purpose === 'invitation') return deliverSignIn(message, senders)
  // It was removed in this very moment.
  if (channel === null) return { kind: 'suppressed', error: 'Its channel was removed.' }
  if (purpose === 'confirmation') return deliverConfirmation(message, channel, senders)
  if (stored === null) return { kind: 'suppressed', error: 'Its brief was removed.' }
  const brief = completeBrief(stored)
  if (purpose === 'brief' && brief.topics.every(({ deliveries }) => deliveries.length === 0))
    return { kind: 'suppressed', error: 'The brief came out empty.' }
  switch (channel.kind) {
    case 'mail':
      return deliverBriefMail(message, { channel, brief }, senders)
    case 'push':
      return deliverPush(message, { channel, brief }, senders)
    default:
      return deliverWebhook(message, { channel, brief }, senders)
  }
}

const NO_MAIL = 'This instance sends no mail for now.'

/** Our own origin as links name it. */
const originOf = ({ publicUrl }: Config) => publicUrl ?? 'http://localhost:8787'

/** The same for each attempt, and of no other message: what arrives twice is known to be one. */
const messageIdOf = ({ id, created_at }: ClaimedMessage, config: Config) =>
  `message-${id}-${Date.parse(created_at)}@${new URL(originOf(config)).hostname}`

async function sendMail(
  message: ClaimedMessage,
  { to, content }: { to: string; content: MailContent },
  { config, mail }: Senders,
): Promise<Outcome> {
  if (mail === null || config.mail === null) return retry(NO_MAIL)
  return mail.send({
    from: config.mail.from,
    to,
    message_id: messageIdOf(message, config),
    ...content,
  })
}

async function deliverBriefMail(
  message: ClaimedMessage,
  { channel, brief }: { channel: Channel; brief: Brief },
  senders: Senders,
): Promise<Outcome> {
  const { config } = senders
  const content = await briefMail(brief, {
    channel_id: channel.id,
    edition: message.edition,
    config,
    origin: originOf(config),
  })
  return sendMail(message, { to: channel.address, content }, senders)
}

async function deliverConfirmation(
  message: ClaimedMessage,
  channel: Channel,
  senders: Senders,
): Promise<Outcome> {
  const until = Math.ceil((Date.now() + CONFIRM_MS) / 1000)
  const text = await signLink({ action: 'confirm', channel_id: channel.id, until }, senders.config)
  const content = confirmationMail(`${originOf(senders.config)}/mail/confirm?t=${text}`)
  return sendMail(message, { to: channel.address, content }, senders)
}

async function deliverSignIn(message: ClaimedMessage, senders: Senders): Promise<Handled> {
  const found = await mailSignInLink(senders.db, message, senders.config)
  if (found === null) return { kind: 'suppressed', error: 'Nobody has this address.' }
  const link = signInLink(originOf(senders.config), found.code)
  const content = message.purpose === 'invitation' ? invitationMail(link) : signInMail(link)
  return sendMail(message, { to: found.email, content }, senders)
}

async function deliverPush(
  message: ClaimedMessage,
  { channel, brief }: { channel: Channel; brief: Brief },
  { config }: Senders,
): Promise<Outcome> {
  if (config.vapidKeys === null) return retry('This instance sends no notifications for now.')
  if (channel.p256dh === null || channel.auth === null) return gone('The subscription has no keys.')
  const titles = brief.topics.flatMap(({ deliveries }) => deliveries.map(({ article }) => article.title))
  const count = titles.length
  return sendPush(
    { endpoint: channel.address, p256dh: channel.p256dh, auth: channel.auth },
    {
      title: `Your brief of ${shortDate(brief.date)}: ${count} ${count === 1 ? 'article' : 'articles'}`,
      body: cutText(titles.slice(0, 3).join('\n'), 500, true),
      path: `/briefs/${brief.date}`,
      tag: `brief-${brief.date}`,
    },
    {
      keys: config.vapidKeys,
      contact: originOf(config).startsWith('https:') ? originOf(config) : 'mailto:nobody@localhost.invalid',
      topic: `brief-${message.id}`,
      ttl_s: (Date.parse(message.expires_at) - Date.now()) / 1000,
    },
  )
}

async function deliverWebhook(
  message: ClaimedMessage,
  { channel, brief }: { channel: Channel; brief: Brief },
  { config }: Senders,
): Promise<Outcome> {
  const { format } = channel
  if (format === null || !URL.canParse(channel.address)) return failed('The address cannot be called.')
  const page = `${originOf(config)}/briefs/${brief.date}`
  const { url, body } = FORMATS[format]({ address: new URL(channel.address), brief, page })
  const text = JSON.stringify(body)
  const signature =
    format === 'json' && channel.signing_secret !== null
      ? await signatureHeaders(channel.signing_secret, {
          id: `msg_${message.id}`,
          now: new Date(),
          body: text,
        })
      : {}
  return sendWebhook(
    {
      url,
      headers: { 'Content-Type': 'application/json', 'User-Agent': 'MorningBrief', ...signature },
      body: text,
    },
    { allowedOrigins: config.feedAllowedOrigins },
    isGoneFor(format),
  )
}
