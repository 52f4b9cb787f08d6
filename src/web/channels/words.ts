import type { Channel, Message } from '../../features/channels/schemas.ts'
import { formatDistance, formatMoment } from '../format.ts'
import type { Reader } from '../reader.ts'

export const KINDS: Record<Channel['kind'], string> = {
  mail: 'Mail',
  push: 'Notification',
  webhook: 'Webhook',
}

export const DAYS: Record<Channel['days'], string> = {
  every_day: 'Every day',
  weekdays: 'Monday to Friday',
  weekends: 'Saturday and Sunday',
}

/** A channel's state as a sentence. */
export function describeState(channel: Channel, reader: Reader): string {
  const why = channel.state_reason ? ` ${channel.state_reason}` : ''
  switch (channel.state) {
    case 'active':
      return channel.paused_until !== null && channel.paused_until > reader.today
        ? `Pauses until ${channel.paused_until}.`
        : 'On.'
    case 'unconfirmed':
      return 'Waits for you to open the link in the mail that was sent there.'
    case 'off':
      return `Off.${why}`
    case 'bounced':
      return `Off, because mail to it came back.${why}`
    case 'complained':
      return 'Off, because a brief was marked as spam there.'
    default:
      return `Off, because it failed several times.${why}`
  }
}

const WHAT: Record<Message['purpose'], string> = {
  brief: 'The brief',
  now: 'The brief, as you asked',
  confirmation: 'The mail with the link',
  sign_in: 'A link to sign in',
  invitation: 'An invitation',
}

/** What became of a message, as a sentence. */
export function describeMessage(message: Message, reader: Reader): string {
  const what = `${WHAT[message.purpose]}${message.edition === 2 ? ' once more' : ''}`
  switch (message.state) {
    case 'sent':
      return `${what}: sent ${formatMoment(message.sent_at ?? message.updated_at, reader.time_zone)}.`
    case 'failed':
      return `${what}: not sent. ${message.error ?? ''}`
    case 'suppressed':
      return `${what}: left out. ${message.error ?? ''}`
    case 'sending':
      return `${what}: is being sent.`
    default:
      return message.error === null
        ? `${what}: leaves ${formatDistance(message.next_attempt_at, reader.now)}.`
        : `${what}: tried again ${formatDistance(message.next_attempt_at, reader.now)}. ${message.error}`
  }
}
