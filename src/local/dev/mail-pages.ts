import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import { escapeHtml } from '../../ingest/normalise/escape-html.ts'
import type { KeptMail, Mailbox } from './mailbox.ts'

/** How the pages of mail ask the worker for something, as the demo user. */
export type AskWorker = (path: string, init?: { method?: string }) => Promise<Response>

const STYLES = `
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif }
body { margin: 0 auto; max-width: 62rem; padding: 1rem }
a { color: light-dark(#8f3a14, #f2ab7c) }
button { font: inherit; padding: .5rem 1rem; cursor: pointer }
ul { list-style: none; padding: 0 }
li { border-top: 1px solid light-dark(#dcd5c7, #3a362f); padding: .6rem 0 }
.quiet { color: light-dark(#625c52, #aba497); font-size: .9rem }
iframe { width: 100%; height: 75vh; border: 1px solid light-dark(#dcd5c7, #3a362f); background: #fff }
.narrow { max-width: 320px }
pre { white-space: pre-wrap; overflow-wrap: anywhere }`

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLES}</style></head><body><main>${body}</main></body></html>`

const line = ({ id, subject, to, received_at }: KeptMail) =>
  `<li><a href="/dev/mail/${id}">${escapeHtml(subject)}</a><br><span class="quiet">to ${escapeHtml(to.join(', '))}, ${received_at.slice(11, 19)} UTC</span></li>`

const list = (mails: readonly KeptMail[], said: string) =>
  page(
    'Mail of this machine',
    `<h1>Mail of this machine</h1>
<p>What Morning Brief sends while it runs here. Nothing leaves this machine.</p>
<form method="post" action="/dev/mail"><button type="submit">Mail me today's brief now</button></form>
${said ? `<p role="status">${escapeHtml(said)}</p>` : ''}
${mails.length === 0 ? '<p>No mail yet.</p>' : `<ul>${mails.map(line).join('\n')}</ul>`}`,
  )

const one = (mail: KeptMail) =>
  page(
    mail.subject,
    `<p><a href="/dev/mail">All mail</a></p>
<h1>${escapeHtml(mail.subject)}</h1>
<p class="quiet">from ${escapeHtml(mail.from)} to ${escapeHtml(mail.to.join(', '))}</p>
<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/dev/mail/${mail.id}/html"></iframe>
<details><summary>Plain text</summary><pre>${escapeHtml(mail.text)}</pre></details>
<details><summary>Headers</summary><pre>${escapeHtml(
      Object.entries(mail.headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    )}</pre></details>`,
  )

/**
 * Answers under /dev/mail; this process does, not the worker, which has no such page anywhere else.
 * @returns false when the address is another
 */
export async function serveMailPages(
  request: IncomingMessage,
  response: ServerResponse,
  { mails }: Pick<Mailbox, 'mails'>,
  ask: AskWorker,
): Promise<boolean> {
  const found = /^\/dev\/mail(?:\/(\d{1,9})(\/html)?)?\/?$/.exec(request.url ?? '')
  if (!found) return false
  const answer = (status: number, html: string, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html)
    return true
  }
  const [, id, asHtml] = found
  if (id === undefined) {
    // Pages of other sites may not send mail; browsers say where a form comes from.
    const isForeign = !['same-origin', 'none', undefined].includes(
      request.headers['sec-fetch-site']?.toString(),
    )
    if (request.method === 'POST' && isForeign) return answer(403, page('No', '<p>Not from there.</p>'))
    const said = request.method === 'POST' ? await mailBrief(mails, ask) : ''
    return answer(200, list(mails(), said))
  }
  const mail = mails().find((each) => each.id === Number(id))
  if (!mail) return answer(404, page('No such mail', '<p>There is no such mail any more.</p>'))
  if (asHtml === undefined) return answer(200, one(mail))
  const html = mail.html.replace('<head>', '<head><base target="_blank">')
  return answer(200, html, {
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox",
  })
}

const ListedChannel = z.object({ id: z.int(), kind: z.string(), state: z.string() })

/** Milliseconds that a mail may take from the request to the mailbox. */
const PATIENCE_MS = 10_000

/** Asks for today's brief by mail and waits until it is here. */
async function mailBrief(mails: Mailbox['mails'], ask: AskWorker): Promise<string> {
  const newest = mails()[0]?.id
  const listed = await ask('/api/v1/channels')
  const channels = z.array(ListedChannel).parse(await listed.json())
  const channel = channels.find(({ kind, state }) => kind === 'mail' && state === 'active')
  if (!channel) return 'There is no mail address that is on: add one under Settings, How it comes.'
  const asked = await ask(`/api/v1/channels/${channel.id}/messages`, { method: 'POST' })
  if (!asked.ok) return z.object({ detail: z.string() }).parse(await asked.json()).detail
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    if (mails()[0]?.id !== newest) return 'Here it is.'
    await new Promise((resume) => setTimeout(resume, 100))
  }
  return 'It is on its way: look again in a moment.'
}
