import { isLoopback } from './database-url.ts'
import { ConfigError } from './errors.ts'

/** Who mail is from. */
export interface Mailbox {
  name: string
  email: string
}

/** The server or API that takes mail. */
export type MailRoute =
  | { kind: 'cloudflare' }
  | { kind: 'resend' | 'postmark'; url: string; key: string }
  | {
      kind: 'smtp'
      host: string
      port: number
      /** From the first byte, by STARTTLS, or, on this very machine, not at all. */
      tls: 'on' | 'starttls' | 'off'
      credentials: { user: string; password: string } | null
    }

export interface MailSettings {
  from: Mailbox
  route: MailRoute
}

/** A mailbox's name and address. The name ends before the `<`, so that the pattern has one way to match. */
const MAILBOX = /^(?:"?([^"<>\r\n]{0,200}?)"?[ ]*<)?([^\s<>@,"]{1,64}@[a-z0-9.-]{1,190})>?$/i

/**
 * The settings of mail; null without MAIL_URL.
 * @throws {ConfigError} naming what is missing or malformed, never a value, which may hold a password
 */
export function readMailSettings(s: {
  MAIL_URL?: string | undefined
  MAIL_FROM?: string | undefined
  PUBLIC_URL?: string | undefined
}): MailSettings | null {
  if (s.MAIL_URL === undefined) return null
  if (s.MAIL_FROM === undefined) throw new ConfigError('MAIL_FROM: is missing beside MAIL_URL')
  if (s.PUBLIC_URL === undefined) throw new ConfigError('PUBLIC_URL: is missing beside MAIL_URL')
  const found = MAILBOX.exec(s.MAIL_FROM.trim())
  if (!found) throw new ConfigError('MAIL_FROM: must be like Morning Brief <brief@brief.example>')
  return {
    from: { name: found[1]?.trim() || 'Morning Brief', email: found[2]! },
    route: readMailUrl(s.MAIL_URL),
  }
}

const MALFORMED =
  'MAIL_URL: must be "cloudflare", resend://KEY, postmark://KEY, smtps://user:password@host or smtp://user:password@host:587'

/** The APIs, where no other address is given: `resend://KEY@https://api.example/emails`. */
const APIS = {
  resend: 'https://api.resend.com/emails',
  postmark: 'https://api.postmarkapp.com/email',
}

function readMailUrl(text: string): MailRoute {
  if (text === 'cloudflare') return { kind: 'cloudflare' }
  const api = /^(resend|postmark):\/\/([^@\s]+)(?:@(https?:\/\/\S+))?$/.exec(text)
  if (api) {
    const kind = api[1] === 'resend' ? 'resend' : 'postmark'
    return { kind, key: decode(api[2]!), url: api[3] ?? APIS[kind] }
  }
  const server = /^(smtps?):\/\/\S+$/.exec(text) && URL.canParse(text) ? new URL(text) : undefined
  if (!server?.hostname) throw new ConfigError(MALFORMED)
  const { protocol, hostname: host, port, username, password } = server
  if (protocol === 'smtps:') {
    return { kind: 'smtp', host, port: Number(port || 465), tls: 'on', credentials: credentialsOf(server) }
  }
  // Passwords and addresses are not sent in the open, whatever a server offers or does not.
  const tls = isLoopback(host) && username === '' && password === '' ? 'off' : 'starttls'
  return { kind: 'smtp', host, port: Number(port || 587), tls, credentials: credentialsOf(server) }
}

const credentialsOf = ({ username, password }: URL) =>
  username === '' ? null : { user: decode(username), password: decode(password) }

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new ConfigError(MALFORMED)
  }
}
