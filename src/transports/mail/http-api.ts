import * as z from 'zod'
import type { MailRoute } from '../../mail-settings.ts'
import { failed, gone, type Outcome, retry, sent } from '../outcome.ts'
import { describeFailure, isTemporary, type Posted, post } from '../post.ts'
import { encodeMailbox } from './encode-header.ts'
import type { Mail, MailTransport } from './mail.ts'

type ApiRoute = Extract<MailRoute, { kind: 'resend' | 'postmark' }>

/** How a provider's API wants a mail, and what its answers mean. */
interface Shape {
  headers(key: string, mail: Mail): Record<string, string>
  body(mail: Mail): object
  id(answer: Answer): string | undefined
  /** Whether the recipient's address takes no mail. */
  isGone(status: number, answer: Answer): boolean
}

const Answer = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  message: z.string().optional(),
  MessageID: z.string().optional(),
  ErrorCode: z.number().optional(),
  Message: z.string().optional(),
})
type Answer = z.infer<typeof Answer>

const SHAPES: Record<ApiRoute['kind'], Shape> = {
  // https://resend.com/docs/api-reference/emails/send-email
  resend: {
    headers: (key, mail) => ({ Authorization: `Bearer ${key}`, 'Idempotency-Key': mail.message_id }),
    body: ({ from, to, subject, html, text, headers, message_id }) => ({
      from: mailbox(from),
      to: [to],
      subject,
      html,
      text,
      headers: { ...headers, 'Message-ID': `<${message_id}>` },
    }),
    id: ({ id }) => id,
    isGone: () => false,
  },
  // https://postmarkapp.com/developer/api/email-api; its error codes 300 (the address) and 406 (it bounced before)
  postmark: {
    headers: (key) => ({ 'X-Postmark-Server-Token': key, Accept: 'application/json' }),
    body: ({ from, to, subject, html, text, headers, message_id }) => ({
      From: mailbox(from),
      To: to,
      Subject: subject,
      HtmlBody: html,
      TextBody: text,
      Headers: Object.entries({
        ...headers,
        'Message-ID': `<${message_id}>`,
        'X-PM-KeepID': 'true',
      }).map(([Name, Value]) => ({ Name, Value })),
      MessageStream: 'outbound',
    }),
    id: ({ MessageID }) => MessageID,
    isGone: (status, { ErrorCode }) => status === 422 && ErrorCode === 406,
  },
}

/** APIs take names in any script, but not encoded. */
const mailbox = ({ name, email }: Mail['from']) =>
  /[^\x20-\x7e]/.test(name)
    ? `${name.replace(/["<>\p{Cc}]/gu, '')} <${email}>`
    : encodeMailbox({ name, email })

/** Sends through a provider's HTTP API. */
export function apiTransport({ kind, url, key }: ApiRoute): MailTransport {
  const shape = SHAPES[kind]
  return {
    async send(mail) {
      try {
        const posted = await post(url, {
          headers: { 'Content-Type': 'application/json', ...shape.headers(key, mail) },
          body: JSON.stringify(shape.body(mail)),
        })
        return outcomeOf(posted, shape)
      } catch (error) {
        return retry(`The mail provider: ${describeFailure(error)}`)
      }
    },
    async close() {},
  }
}

function outcomeOf({ status, text, retry_after_s }: Posted, shape: Shape): Outcome {
  const answer = readAnswer(text)
  if (status >= 200 && status < 300) return sent(shape.id(answer) ?? null)
  const said = `The mail provider answered ${status}: ${answer.message ?? answer.Message ?? 'nothing more'}`
  if (shape.isGone(status, answer)) return gone(said)
  // 401 and 403 are for the operator to mend, who may do so in time; 409 is Resend's for one that is under way.
  if (isTemporary(status) || [401, 403, 409].includes(status)) return retry(said, retry_after_s)
  return failed(said)
}

function readAnswer(text: string): Answer {
  try {
    return Answer.catch({}).parse(JSON.parse(text))
  } catch {
    return {}
  }
}
