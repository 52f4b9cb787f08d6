/// <reference path="./http_ece.d.ts" />
import { createECDH, randomBytes } from 'node:crypto'
import { createServer as createHttps } from 'node:https'
import { connect as connectTcp, createServer as createTcp, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVapidKeys } from '../../src/local/vapid-keys.ts'
import { encodeHeader } from '../../src/transports/mail/encode-header.ts'
import type { Mail } from '../../src/transports/mail/mail.ts'
import { writeMime } from '../../src/transports/mail/mime.ts'
import { smtpTransport } from '../../src/transports/mail/smtp.ts'
import type { SmtpConnect, SmtpSocket } from '../../src/transports/mail/smtp-connection.ts'
import { sendPush } from '../../src/transports/push/send-push.ts'
import { newSigningSecret, signatureHeaders } from '../../src/transports/webhook/signature.ts'
import { CERTIFICATE, PRIVATE_KEY } from '../local/tls.ts'

const mail = (more: Partial<Mail> = {}): Mail => ({
  from: { name: 'Morning Brief', email: 'brief@brief.example' },
  to: 'ada@mail.example',
  subject: 'Tide',
  text: 'Plain.\n.\n..dots\n',
  html: '<p>HTML</p>',
  headers: { 'X-Test': 'yes' },
  message_id: 'message-1@brief.example',
  ...more,
})

const SUBJECTS = [
  'Plain ASCII',
  '10 March: Übergröße — naïve façade, señor',
  '三月十日：港口的潮水漲到了碼頭邊緣，居民說從來沒有見過這樣的景象，市長承諾修建更高的堤壩',
  'صباح الخير: ارتفع المد حتى رصيف الميناء',
  '👩‍👩‍👧‍👦 '.repeat(30),
  'สวัสดีตอนเช้า น้ำขึ้น',
  'x'.repeat(300),
  '=?utf-8?B?bm90IG1pbmU=?= is text',
  'Two lines\r\nBcc: evil@mail.example',
]

describe('a mail as it travels', () => {
  it.each(SUBJECTS)('keeps its subject: %s', async (subject) => {
    const written = writeMime(
      mail({ subject, from: { name: subject.slice(0, 60), email: 'a@b.example' } }),
      new Date(),
    )
    for (const line of written.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
    expect(Buffer.byteLength(written)).toBe(written.length)
    for (const word of written.match(/=\?utf-8\?B\?[^?]*\?=/g) ?? [])
      expect(word.length).toBeLessThanOrEqual(75)
    const parsed = await simpleParser(written)
    expect(parsed.subject).toBe(subject.replace(/\r\n/, ' ').trim())
    expect(parsed.headers.has('bcc')).toBe(false)
    expect(parsed.from?.value).toHaveLength(1)
    expect(parsed.from?.value[0]?.address).toBe('a@b.example')
  })

  it('has a plain and an HTML part of the same, and the headers of its kind', async () => {
    const text = `Grüße\n${'wörter '.repeat(500)}\n`
    const written = writeMime(mail({ text, html: `<p>${text}</p>` }), new Date('2026-11-21T06:00:00Z'))
    const parsed = await simpleParser(written)
    expect(parsed.text?.trim()).toBe(text.trim())
    expect(parsed.html).toContain('Grüße')
    expect([parsed.messageId, parsed.date?.toISOString()]).toEqual([
      '<message-1@brief.example>',
      '2026-11-21T06:00:00.000Z',
    ])
    expect(written).toMatch(/Content-Type: multipart\/alternative; boundary="[^"]+"\r\n\r\n--/)
    expect(encodeHeader('')).toBe('')
  })
})

/** An SMTP server that answers each command from a script: `EHLO` -> `250-x\r\n250 y`. */
function useScript() {
  let script: Record<string, string | null> = {}
  const seen: string[] = []
  const server = createTcp((socket: Socket) => {
    const say = (text: string | null | undefined) =>
      text === null ? socket.destroy() : socket.write(`${text}\r\n`)
    let inData = false
    socket.on('error', () => {})
    say(script.greeting ?? '220 hello')
    let waiting = ''
    socket.on('data', (bytes) => {
      waiting += bytes
      for (let end = waiting.indexOf('\r\n'); end !== -1; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end)
        waiting = waiting.slice(end + 2)
        seen.push(line)
        if (inData && line !== '.') continue
        const verb = inData ? 'end' : line.split(/[ :]/)[0]!
        inData = verb === 'DATA' && (script.DATA ?? '354').startsWith('354')
        say(
          verb in script
            ? script[verb]
            : verb === 'DATA'
              ? '354 go on'
              : verb === 'end'
                ? '250 queued as 17'
                : '250 ok',
        )
      }
    })
  })
  let port = 0
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    port = (server.address() as { port: number }).port
  })
  afterAll(() => void server.close())
  const connect: SmtpConnect = ({ hostname, port }) => {
    const socket = connectTcp(port, hostname)
    const { readable, writable } = Duplex.toWeb(socket)
    return {
      readable,
      writable,
      opened: Promise.resolve(),
      startTls: () => {
        throw new Error('not here')
      },
      close: async () => void socket.destroy(),
    } as SmtpSocket
  }
  return {
    seen,
    send(answers: Record<string, string | null>, tls: 'off' | 'starttls' = 'off') {
      script = answers
      seen.length = 0
      const route = { kind: 'smtp', host: '127.0.0.1', port, tls, credentials: null } as const
      const transport = smtpTransport(route, 'brief.example', connect)
      return transport.send(mail()).finally(() => transport.close())
    },
  }
}

describe('SMTP', () => {
  const script = useScript()

  it.each([
    ['taken', {}, { kind: 'sent', id: 'queued as 17' }],
    ['greylisted', { RCPT: '451 4.7.1 come again' }, { kind: 'retry' }],
    ['no such mailbox', { RCPT: '550 5.1.1 nobody here' }, { kind: 'gone' }],
    ['no such mailbox, without a code', { RCPT: '550 nobody here' }, { kind: 'gone' }],
    ['a policy, which is not about the mailbox', { RCPT: '550 5.7.1 not from there' }, { kind: 'failed' }],
    ['the message refused', { end: '554 5.6.0 spam' }, { kind: 'failed' }],
    ['closed in the middle', { DATA: null }, { kind: 'retry' }],
    ['closed before the answer', { end: null }, { kind: 'retry' }],
    ['an answer that no database holds', { end: '250 ok \0 \ud800' }, { kind: 'sent' }],
    ['not SMTP', { greeting: 'SSH-2.0-OpenSSH_9' }, { kind: 'retry' }],
    ['a reply without end', { EHLO: '250-x\r\n'.repeat(5000) }, { kind: 'retry' }],
    ['a line without end', { greeting: '2'.repeat(100_000) }, { kind: 'retry' }],
  ])('%s', async (_, answers, outcome) => {
    expect(await script.send(answers)).toMatchObject(outcome)
  })

  it('stuffs dots, and sends nothing where no encryption is offered', async () => {
    await script.send({})
    expect(script.seen).toContain('RCPT TO:<ada@mail.example>')
    const refused = await script.send({ EHLO: '250-brief\r\n250 SIZE 1000' }, 'starttls')
    expect(refused).toMatchObject({ kind: 'retry', error: expect.stringContaining('no encryption') })
    expect(script.seen.filter((line) => /^(MAIL|AUTH|RCPT)/.test(line))).toEqual([])
  })
})

describe('a notification', () => {
  const requests: { headers: Record<string, unknown>; body: Buffer }[] = []
  let status = 201
  const server = createHttps({ key: PRIVATE_KEY, cert: CERTIFICATE }, async (request, response) => {
    requests.push({ headers: request.headers, body: await buffer(request) })
    response.writeHead(status, { location: 'https://push.example/m/1', 'retry-after': '30' }).end()
  })
  let endpoint = ''
  beforeAll(async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    endpoint = `https://localhost:${(server.address() as { port: number }).port}/push/abc`
  })
  afterAll(() => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    server.closeAllConnections()
    server.close()
  })

  it('is decrypted by the browser it is for, and signed with our key', async () => {
    const ecdh = createECDH('prime256v1')
    const p256dh = ecdh.generateKeys('base64url')
    const auth = randomBytes(16)
    const [publicKey, privateKey] = (await createVapidKeys()).split('.') as [string, string]
    const notice = {
      title: 'Your brief of 21 November',
      body: 'Größe 三',
      path: '/briefs/2026-11-21',
      tag: 'brief',
    }
    const options = {
      keys: { publicKey, privateKey },
      contact: 'https://brief.example',
      topic: 'brief-71',
      ttl_s: 3600,
    }
    const subscription = { endpoint, p256dh, auth: auth.toString('base64url') }
    expect(await sendPush(subscription, notice, options)).toEqual({
      kind: 'sent',
      id: 'https://push.example/m/1',
    })
    const { headers, body } = requests.pop()!
    expect(headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      ttl: '3600',
      topic: 'brief-71',
      urgency: 'normal',
    })
    const { decrypt } = await import('http_ece')
    const plain = decrypt(body, {
      version: 'aes128gcm',
      privateKey: ecdh,
      authSecret: auth.toString('base64url'),
    })
    expect(JSON.parse(plain.toString())).toEqual(notice)

    const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(String(headers.authorization))!
    expect(key).toBe(publicKey)
    const [head, claims, signature] = token!.split('.') as [string, string, string]
    const imported = await crypto.subtle.importKey(
      'raw',
      Buffer.from(publicKey, 'base64url'),
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['verify'],
    )
    const isValid = await crypto.subtle.verify(
      { name: 'ECDSA', hash: 'SHA-256' },
      imported,
      Buffer.from(signature, 'base64url'),
      Buffer.from(`${head}.${claims}`),
    )
    expect(isValid).toBe(true)
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      aud: new URL(endpoint).origin,
      sub: 'https://brief.example',
    })
    for (const [answered, kind] of [
      [404, 'gone'],
      [410, 'gone'],
      [413, 'failed'],
      [429, 'retry'],
      [503, 'retry'],
    ] as const) {
      status = answered
      expect(await sendPush(subscription, notice, options)).toMatchObject({ kind })
    }
    expect(await sendPush({ ...subscription, p256dh: 'AAAA' }, notice, options)).toMatchObject({
      kind: 'gone',
    })
  })
})

describe('a webhook', () => {
  it('is signed as the reference library verifies it', async () => {
    const { Webhook } = await import('standardwebhooks')
    const secret = newSigningSecret()
    const body = JSON.stringify({ type: 'brief.built', data: { title: 'Größe' } })
    const headers = await signatureHeaders(secret, { id: 'msg_7', now: new Date(), body })
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
    expect(() => new Webhook(secret).verify(body.replace('Größe', 'Grosse'), headers)).toThrow()
    expect(() => new Webhook(newSigningSecret()).verify(body, headers)).toThrow()
  })
})
