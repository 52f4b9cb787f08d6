import { buildPushPayload } from '@block65/webcrypto-web-push'
import { failed, gone, type Outcome, retry, sent } from '../outcome.ts'
import { describeFailure, isTemporary, post } from '../post.ts'

export interface PushSubscription {
  endpoint: string
  p256dh: string
  auth: string
}

export interface PushNotice {
  title: string
  body: string
  /** Of this site; opened by a click. */
  path: string
  /** A later notice with the same tag replaces this one on the screen. */
  tag: string
}

export interface PushOptions {
  keys: { publicKey: string; privateKey: string }
  /** Whom a push service may write to: an https or mailto address. */
  contact: string
  /** A push service keeps one waiting message a topic (RFC 8030 §5.4), so one sent twice arrives once. */
  topic: string
  /** Seconds that it may wait for the browser. */
  ttl_s: number
}

/** Sends a notice to a browser (RFC 8030), encrypted (RFC 8291) and signed (RFC 8292). */
export async function sendPush(
  { endpoint, p256dh, auth }: PushSubscription,
  notice: PushNotice,
  { keys, contact, topic, ttl_s }: PushOptions,
): Promise<Outcome> {
  let request: Awaited<ReturnType<typeof buildPushPayload>>
  try {
    request = await buildPushPayload(
      { data: { ...notice }, options: { ttl: Math.max(60, Math.round(ttl_s)), topic, urgency: 'normal' } },
      { endpoint, expirationTime: null, keys: { p256dh, auth } },
      { ...keys, subject: contact },
    )
  } catch {
    return gone('The subscription has keys that cannot be used.')
  }
  try {
    // The runtime sets the length itself.
    const { 'content-length': _, ...headers } = request.headers
    const { status, headers: answer, retry_after_s } = await post(endpoint, { headers, body: request.body })
    if (status >= 200 && status < 300) return sent(answer.get('location'))
    const said = `The push service answered ${status}.`
    if (status === 404 || status === 410) return gone(said)
    return isTemporary(status) ? retry(said, retry_after_s) : failed(said)
  } catch (error) {
    return retry(`The push service: ${describeFailure(error)}`)
  }
}
