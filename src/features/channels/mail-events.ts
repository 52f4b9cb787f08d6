import * as z from 'zod'
import { hmac } from '../../transports/webhook/signature.ts'

/** What a provider tells of an address. */
export interface MailEvent {
  addresses: string[]
  state: 'bounced' | 'complained'
  /** In the provider's words. */
  reason: string
}

/** How old a signed event may be, in seconds (Standard Webhooks). */
const TOLERANCE_S = 300
const MAX_ADDRESSES = 50

const encoder = new TextEncoder()

/**
 * Whether a request comes from the provider: signed as Standard Webhooks says (Resend), or with the secret as the password
 * of Basic authentication, which is all that Postmark can send.
 * @param body as it came: the signature is over its text
 */
export async function isFromProvider(
  headers: { get(name: string): string | undefined },
  body: string,
  secret: string,
  now: Date,
): Promise<boolean> {
  const basic = /^Basic ([\w+/]{1,400}={0,2})$/.exec(headers.get('authorization') ?? '')?.[1]
  if (basic !== undefined) return isSame(atobOrEmpty(basic).replace(/^[^:]*:/, ''), secret)
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map(
    (name) => headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`) ?? '',
  ) as [string, string, string]
  if (!/^whsec_[\w+/]+=*$/.test(secret) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_S)
    return false
  const expected = btoa(String.fromCharCode(...(await hmac(secret, `${id}.${timestamp}.${body}`))))
  const given = signatures.slice(0, 1000).split(' ')
  const matches = await Promise.all(given.map((signature) => isSame(signature, `v1,${expected}`)))
  return matches.includes(true)
}

/** Compares by digests, so that the time does not tell how much of it is right. */
async function isSame(a: string, b: string): Promise<boolean> {
  const digest = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))
  const [x, y] = await Promise.all([digest(a), digest(b)])
  return x.reduce((difference, byte, at) => difference | (byte ^ (y[at] ?? 0)), 0) === 0
}

function atobOrEmpty(text: string): string {
  try {
    return atob(text)
  } catch {
    return ''
  }
}

const address = z.string().max(320)

/** https://resend.com/docs/dashboard/webhooks/event-types */
const ResendEvent = z.object({
  type: z.enum(['email.bounced', 'email.complained']),
  data: z.object({
    to: z.array(address).max(MAX_ADDRESSES),
    bounce: z.object({ type: z.string().optional(), message: z.string().optional() }).optional(),
  }),
})

/** https://postmarkapp.com/developer/webhooks/bounce-webhook: `Inactive` says that it is for good. */
const PostmarkEvent = z.object({
  RecordType: z.enum(['Bounce', 'SpamComplaint']),
  Email: address,
  Inactive: z.boolean().optional(),
  Description: z.string().optional(),
})

/** What an event says of addresses; null when it says nothing that matters here, as that a mail was delivered. */
export function readMailEvent(body: unknown): MailEvent | null {
  const resend = ResendEvent.safeParse(body).data
  if (resend) {
    const { to, bounce } = resend.data
    if (resend.type === 'email.complained')
      return { addresses: to, state: 'complained', reason: 'It was marked as spam.' }
    // Other bounces are of the moment: a full mailbox, a server that is away.
    const isFinal = bounce?.type === undefined || /^permanent$/i.test(bounce.type)
    return isFinal ? { addresses: to, state: 'bounced', reason: bounce?.message ?? '' } : null
  }
  const postmark = PostmarkEvent.safeParse(body).data
  if (!postmark) return null
  const addresses = [postmark.Email]
  if (postmark.RecordType === 'SpamComplaint')
    return { addresses, state: 'complained', reason: 'It was marked as spam.' }
  return postmark.Inactive === true
    ? { addresses, state: 'bounced', reason: postmark.Description ?? '' }
    : null
}
