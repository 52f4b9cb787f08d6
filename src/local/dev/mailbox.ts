import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** A mail that the worker has sent on this machine. */
export interface KeptMail {
  id: number
  received_at: string
  from: string
  to: string[]
  subject: string
  html: string
  text: string
  headers: Record<string, string>
}

/** Where mail goes on this machine instead of out into the world. */
export interface Mailbox {
  /** For the worker's MAIL_URL. */
  url: string
  /** What came, the newest first. */
  mails(): readonly KeptMail[]
  close(): Promise<void>
}

/** So many mails are kept. */
const MOST = 100

/** Takes mail as Resend's API does, and keeps it in the data folder, so that it is still there after the next start. */
export async function startMailbox(dataDir: string): Promise<Mailbox> {
  const file = join(dataDir, 'mail.json')
  let mails = readMails(file)
  const server = createServer(async (request, response) => {
    const mail = await readMail(request).catch(() => null)
    if (mail === null) return response.writeHead(422).end()
    // The same mail again, after a lost answer: the worker says so by its key.
    const known = mails.find(({ headers }) => headers['Message-ID'] === mail.headers['Message-ID'])
    const id = known?.id ?? (mails[0]?.id ?? 0) + 1
    if (!known) mails = [{ ...mail, id, received_at: new Date().toISOString() }, ...mails].slice(0, MOST)
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, JSON.stringify(mails), { mode: 0o600 })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: String(id) }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `resend://this-machine@http://127.0.0.1:${port}/emails`,
    mails: () => mails,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

async function readMail(request: IncomingMessage): Promise<Omit<KeptMail, 'id' | 'received_at'>> {
  const { from, to, subject, html, text: plain, headers } = JSON.parse(await text(request))
  return { from, to, subject, html, text: plain, headers: headers ?? {} }
}

function readMails(file: string): KeptMail[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return []
  }
}
