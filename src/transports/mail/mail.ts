import type { Mailbox } from '../../mail-settings.ts'
import type { Outcome } from '../outcome.ts'

/** One mail to one reader. */
export interface Mail {
  from: Mailbox
  to: string
  subject: string
  text: string
  html: string
  /** Beyond those that every mail has; names and values in ASCII. */
  headers: Record<string, string>
  /** Without angle brackets. The same for each attempt, so that what arrives twice is known to be one. */
  message_id: string
}

/** What takes mail. */
export interface MailTransport {
  /** Sends one mail; failures are outcomes, nothing is thrown. */
  send(mail: Mail): Promise<Outcome>
  /** Lets go of connections. */
  close(): Promise<void>
}
