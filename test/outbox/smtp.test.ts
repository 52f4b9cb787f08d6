import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '../harness/test-database.ts'
import type { TestWorker } from '../harness/worker.ts'
import { CERTIFICATE, PRIVATE_KEY } from '../local/tls.ts'

const database = useTestDatabase()
const folder = mkdtempSync(join(tmpdir(), 'morning-brief-smtp-'))
const authority = join(folder, 'ca.pem')
const taken: { mail: ParsedMail; secure: boolean; user: string; to: string[] }[] = []
const servers: SMTPServer[] = []

/** A mail server of the package smtp-server: encrypted, with a password. */
async function listen(secure: boolean): Promise<number> {
  const server = new SMTPServer({
    secure,
    key: PRIVATE_KEY,
    cert: CERTIFICATE,
    authMethods: secure ? ['PLAIN'] : ['LOGIN'],
    onAuth: ({ username, password }, _, done) =>
      password === 'p@ss/wörd' ? done(null, { user: username }) : done(new Error('Wrong password')),
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        taken.push({ mail, secure: session.secure, user: String(session.user), to })
        done()
      }, done)
    },
  })
  server.on('error', () => {})
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return (server.server.address() as AddressInfo).port
}

beforeAll(async () => {
  writeFileSync(authority, CERTIFICATE)
  // The simulator reads it when it is loaded: workerd trusts the server's certificate then.
  process.env.NODE_EXTRA_CA_CERTS = authority
  await database.query(
    `with reader as (insert into users (email) values ('ada@mail.example') returning id),
     channel as (
       insert into channels (user_id, kind, address, name, state)
       select id, 'mail', 'ada@mail.example', 'ada', 'unconfirmed' from reader returning id, user_id
     )
     select 1 from channel`,
  )
})
afterAll(async () => {
  for (const server of servers) await new Promise<void>((closed) => server.close(() => closed()))
  rmSync(folder, { recursive: true, force: true })
})

it.each([
  ['TLS from the first byte', true],
  ['STARTTLS', false],
])('workerd sends to a mail server with %s and a password', async (_, secure) => {
  const { startTestWorker } = await import('../harness/worker.ts')
  const port = await listen(secure)
  const scheme = secure ? 'smtps' : 'smtp'
  const worker: TestWorker = await startTestWorker({
    DATABASE_URL: database.url,
    MAIL_URL: `${scheme}://brief:p%40ss%2Fw%C3%B6rd@localhost:${port}`,
    MAIL_FROM: 'Frühstück, & Brief <brief@brief.example>',
    PUBLIC_URL: 'https://brief.example',
  })
  try {
    await database.query(
      `insert into messages (user_id, channel_id, purpose, expires_at)
       select user_id, id, 'confirmation', now() + interval '1 hour' from channels`,
    )
    await worker.cron('*/5 * * * *')
    const waiting = `select state, error from messages where state in ('due', 'sending')`
    for (let n = 0; n < 100 && (await database.query(waiting)).length > 0; n++)
      await new Promise((resume) => setTimeout(resume, 100))
  } finally {
    await worker.dispose()
  }
  expect(await database.query('select distinct state, error from messages')).toEqual([
    { state: 'sent', error: null },
  ])
  const [{ mail, ...session } = { mail: undefined }] = taken.splice(0)
  expect(session).toEqual({ secure: true, user: 'brief', to: ['ada@mail.example'] })
  expect(mail?.from?.value).toEqual([{ name: 'Frühstück, & Brief', address: 'brief@brief.example' }])
  expect(mail?.messageId).toMatch(/^<message-\d+-\d+@brief\.example>$/)
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
  expect([mail?.text, mail?.html]).toEqual([
    expect.stringContaining('https://brief.example/mail/confirm?t='),
    expect.stringContaining('<h1'),
  ])
})
