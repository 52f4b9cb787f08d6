import { failed, gone, type Outcome, retry, sent } from '../outcome.ts'
import type { Mail, MailTransport } from './mail.ts'

/** The part of Cloudflare's `send_email` binding that is used here. */
export interface EmailBinding {
  send(mail: {
    from: { name: string; email: string }
    to: string
    subject: string
    html: string
    text: string
    headers: Record<string, string>
  }): Promise<{ messageId: string }>
}

/** Error codes after which nothing else is sent to an address, and those of a moment. */
const GONE = /^E_RECIPIENT_(SUPPRESSED|NOT_ALLOWED)$/
const LATER = /^E_(RATE_LIMIT_EXCEEDED|DAILY_LIMIT_EXCEEDED|DELIVERY_FAILED|INTERNAL_SERVER_ERROR)$/

/** Sends by Cloudflare Email Service. Its Message-ID is its own; ours travels as a reference for whoever looks. */
export function cloudflareTransport(email: EmailBinding): MailTransport {
  return {
    async send({ from, to, subject, html, text, headers, message_id }: Mail): Promise<Outcome> {
      try {
        const { messageId } = await email.send({
          from,
          to,
          subject,
          html,
          text,
          headers: { ...headers, 'X-Morning-Brief-Message': message_id },
        })
        return sent(messageId)
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        const said = `Cloudflare Email Service: ${code || 'no code'}.`
        if (GONE.test(code)) return gone(said)
        return code === '' || LATER.test(code) ? retry(said) : failed(said)
      }
    },
    async close() {},
  }
}
