import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll } from 'vitest'
import { type Config, readConfig } from '../../src/config.ts'
import { dispatchDue } from '../../src/outbox/dispatch.ts'
import { type SendReport, sendMessages } from '../../src/outbox/send.ts'
import { arrange } from '../briefs/arrange.ts'
import type { TestDatabase } from '../harness/test-database.ts'

/** A mail as the provider's API got it. */
export interface TakenMail {
  from: string
  to: string[]
  subject: string
  html: string
  text: string
  headers: Record<string, string>
}

/** A provider of mail that speaks Resend's protocol: what comes twice with one Idempotency-Key it takes once. */
export function useProvider() {
  const taken: TakenMail[] = []
  const answers = new Map<string, string>()
  /** What the next requests get instead: a status, or silence before or after the mail was taken. */
  const troubles: (number | 'cut before' | 'cut after')[] = []
  const server = createServer(async (request, response) => {
    const trouble = troubles.shift()
    const mail = JSON.parse(await text(request))
    if (typeof trouble === 'number')
      return response.writeHead(trouble, { 'retry-after': '7' }).end('{"message":"trouble"}')
    if (trouble === 'cut before') return request.socket.destroy()
    const key = String(request.headers['idempotency-key'])
    if (!answers.has(key)) {
      answers.set(key, `id-${answers.size + 1}`)
      taken.push(mail)
    }
    if (trouble === 'cut after') return request.socket.destroy()
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ id: answers.get(key) }))
  })
  let port = 0
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    taken,
    troubles,
    settings: () => ({
      MAIL_URL: `resend://key@http://127.0.0.1:${port}/emails`,
      MAIL_FROM: 'Morning Brief <brief@brief.example>',
      PUBLIC_URL: 'https://brief.example',
      SESSION_SECRETS: 'a-secret-of-the-tests-of-mail-long-enough-to-sign-with',
    }),
  }
}

/** The outbox of a test database: what the cron and the queue do, one after the other. */
export function outboxOf(database: TestDatabase, settings: () => Record<string, string>) {
  let config: Config | undefined
  const arranged = arrange(database)
  const configured = () => {
    config ??= readConfig({ DATABASE_URL: database.url, ...settings() })
    return config
  }
  return {
    config: configured,
    /** Sends what is due at a moment (else: now). */
    async sendDue(now?: string): Promise<SendReport[]> {
      const reports: SendReport[] = []
      await dispatchDue(
        configured(),
        async (ids) => reports.push(await sendMessages(configured(), ids, { now })),
        now,
      )
      return reports
    },
    ...arranged,
    /** A reader with a mail channel that is on, and a topic that finds the article. */
    async mailReader(more: { time_zone?: string; brief_hour?: number; channel?: string } = {}) {
      const user_id = await arranged.user(more)
      const topic_id = await arranged.topic(user_id, ['tide'])
      const address = `reader-${user_id}@mail.example`
      const [channel] = await database.query<{ id: number }>(
        `insert into channels (user_id, kind, address, name, state, confirmed_at)
         values ($1, 'mail', $2, $2, 'active', now()) returning id`,
        [user_id, address],
      )
      return { user_id, topic_id, address, channel_id: channel!.id }
    },
  }
}

/** A link of a mail, by the beginning of its path. */
export function linkIn(mail: { text: string }, path: string): string {
  const found = new RegExp(`https://brief\\.example(${path}\\S*)`).exec(mail.text)?.[1]
  if (!found) throw new Error(`no link to ${path} in ${mail.text}`)
  return found
}

/** A morning to come: what is built for a time that is past counts as too late. */
export const MORNING = '2030-03-10T06:00:00Z'
