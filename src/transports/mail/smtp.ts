import type { MailRoute } from '../../mail-settings.ts'
import { failed, gone, type Outcome, retry, sent } from '../outcome.ts'
import type { MailTransport } from './mail.ts'
import { writeMime } from './mime.ts'
import { ConnectionError, type SmtpConnect, SmtpConnection, SmtpError } from './smtp-connection.ts'

type SmtpRoute = Extract<MailRoute, { kind: 'smtp' }>

/** How far a mail has come: what a refusal means depends on it. */
type Stage = 'connect' | 'sender' | 'recipient' | 'data'

/**
 * Sends by SMTP. The libraries for Workers that were looked at go on in the open where a server offers no STARTTLS, spin
 * when the connection closes, and write encoded words longer than RFC 2047 allows.
 * @param name what this host calls itself (EHLO)
 */
export function smtpTransport(route: SmtpRoute, name: string, connect: SmtpConnect): MailTransport {
  /** Connections that wait for the next mail. */
  const idle: SmtpConnection[] = []
  return {
    async send(mail) {
      let stage: Stage = 'connect'
      let connection: SmtpConnection | undefined
      try {
        connection = idle.pop() ?? (await open(route, name, connect))
        stage = 'sender'
        await connection.command(`MAIL FROM:<${mail.from.email}>`, '2')
        stage = 'recipient'
        await connection.command(`RCPT TO:<${mail.to}>`, '2')
        stage = 'data'
        await connection.command('DATA', '3')
        const { lines } = await connection.data(writeMime(mail, new Date()))
        idle.push(connection)
        return sent(lines.at(-1) ?? null)
      } catch (error) {
        const usable = error instanceof SmtpError && error.reply.code !== 421 && (await reset(connection))
        if (usable && connection) idle.push(connection)
        else await connection?.close()
        return outcomeOf(error, stage)
      }
    },
    async close() {
      await Promise.all(
        idle.splice(0).map(async (connection) => {
          await connection.command('QUIT', '2').catch(() => {})
          await connection.close()
        }),
      )
    },
  }
}

/** @throws when the server cannot be reached, offers no encryption, or refuses the credentials */
async function open(route: SmtpRoute, name: string, connect: SmtpConnect): Promise<SmtpConnection> {
  const { host, port, tls, credentials } = route
  const socket = connect(
    { hostname: host.replace(/^\[|\]$/g, ''), port },
    { secureTransport: tls, allowHalfOpen: false },
  )
  const connection = new SmtpConnection(socket)
  try {
    await connection.expect('220')
    let { lines } = await connection.command(`EHLO ${name}`, '2')
    if (tls === 'starttls') {
      if (!lines.some((line) => /^STARTTLS\b/i.test(line))) {
        throw new ConnectionError(
          'The mail server offers no encryption (STARTTLS), and nothing is sent without.',
        )
      }
      await connection.command('STARTTLS', '220')
      connection.startTls()
      lines = (await connection.command(`EHLO ${name}`, '2')).lines
    }
    if (credentials) await authenticate(connection, credentials, lines)
    return connection
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** AUTH PLAIN (RFC 4616), or LOGIN where that is all there is. */
async function authenticate(
  connection: SmtpConnection,
  { user, password }: { user: string; password: string },
  offers: readonly string[],
): Promise<void> {
  const offered = offers.find((line) => /^AUTH[ =]/i.test(line))?.toUpperCase() ?? ''
  if (/\bLOGIN\b/.test(offered) && !/\bPLAIN\b/.test(offered)) {
    await connection.command('AUTH LOGIN', '334')
    await connection.command(base64(user), '334')
    await connection.command(base64(password), '235')
  } else {
    await connection.command(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`, '235')
  }
}

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)))

/** Whether a connection on which something was refused may be used again. */
const reset = async (connection: SmtpConnection | undefined) =>
  connection !== undefined &&
  (await connection.command('RSET', '2').then(
    () => true,
    () => false,
  ))

/**
 * What a failure means. By RFC 3463 5.1.x and 5.2.1 are about the mailbox; a plain 550, 551 or 553 to RCPT is too. A lost
 * connection after the last byte leaves open whether the mail was taken: it is sent again with the same Message-ID.
 */
function outcomeOf(error: unknown, stage: Stage): Outcome {
  if (!(error instanceof SmtpError)) {
    return retry(
      error instanceof ConnectionError
        ? error.message
        : 'The mail server cannot be reached, or its certificate is not trusted.',
    )
  }
  const { code } = error.reply
  const said = `The mail server says: ${error.message}`
  const status = /^([245]\.\d{1,3}\.\d{1,3})\b/.exec(error.reply.lines[0] ?? '')?.[1]
  if (code < 500 || stage === 'connect') return retry(said)
  if (stage === 'recipient') {
    const isAboutMailbox = status ? /^5\.(1\.|2\.1$)/.test(status) : [550, 551, 553].includes(code)
    if (isAboutMailbox) return gone(said)
  }
  return failed(said)
}
