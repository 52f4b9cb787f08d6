import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { words } from '../briefs/arrange.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { linkIn, MORNING, outboxOf, useProvider } from './arrange.ts'

const database = useTestDatabase()
const provider = useProvider()
const outbox = outboxOf(database, provider.settings)

const ago = (hours: number) => new Date(Date.parse(MORNING) - hours * 3600_000).toISOString()
const asForm = (body: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(body).toString(),
})

const STORIES = {
  'Tide over the quay in Husum': 'Water stood knee-deep in the fish market before dawn.',
  'Engineers measure power of tide turbines': 'A pilot plant off Orkney fed the grid for a year.',
  'Museum shows old tide tables': 'Captains of the nineteenth century trusted printed columns.',
}

let app: TestApp
beforeAll(async () => {
  app = await appAs(database, { env: provider.settings() })
  for (const [title, summary] of Object.entries(STORIES))
    await outbox.article(title, { published_at: ago(5), summary: `<p>${summary}</p>` })
  // Of each day in April one, so that every brief has something to say.
  for (let day = 1; day <= 7; day++)
    await outbox.article(`Tide ${words(String(day))}`, { published_at: `2030-04-0${day}T01:00:00Z` })
})

const stateOf = async (id: number) =>
  (await database.query<{ state: string }>('select state from channels where id = $1', [id]))[0]!.state
/** As somebody without a token, as who opens a link of a mail is. */
const anonymous = async (path: string, init: RequestInit = {}) =>
  createApp().request(path, init, { DATABASE_URL: database.url, ...provider.settings() })

describe('an address', () => {
  it('is confirmed by a click, and by nothing less', async () => {
    const added = await app.call('/api/v1/channels', json({ kind: 'mail', address: 'ada@mail.example' }))
    expect([added.status, added.body.state]).toEqual([201, 'unconfirmed'])
    await outbox.sendDue()
    const [mail] = provider.taken.splice(0)
    expect(mail).toMatchObject({
      to: ['ada@mail.example'],
      subject: 'Confirm your address for Morning Brief',
    })
    const link = linkIn(mail!, '/mail/confirm')
    expect((await anonymous(link)).status).toBe(200)
    expect(await stateOf(added.body.id)).toBe('unconfirmed')
    const forged = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    expect((await anonymous(forged, { method: 'POST' })).status).toBe(404)
    expect(await stateOf(added.body.id)).toBe('unconfirmed')
    expect((await anonymous(link, { method: 'POST' })).status).toBe(200)
    expect(await stateOf(added.body.id)).toBe('active')
    const again = await app.call('/api/v1/channels', json({ kind: 'mail', address: 'ADA@mail.example' }))
    expect([again.status, again.body.errors]).toEqual([
      409,
      [{ pointer: '#/address', message: 'is taken already' }],
    ])
    expect((await app.call(`/api/v1/channels/${added.body.id}`, { method: 'DELETE' })).status).toBe(204)
  })

  it('cannot be turned on without, nor be mailed without end', async () => {
    const added = await app.call('/api/v1/channels', json({ kind: 'mail', address: 'bea@mail.example' }))
    const turnedOn = await app.call(`/api/v1/channels/${added.body.id}`, json({ state: 'active' }, 'PATCH'))
    expect([turnedOn.status, turnedOn.body.code]).toEqual([409, 'conflict'])
    const asked = []
    for (let n = 0; n < 5; n++)
      asked.push(await app.call(`/api/v1/channels/${added.body.id}/confirmations`, { method: 'POST' }))
    expect(asked.map(({ status }) => status)).toContain(422)
    expect(asked.at(-1)?.body.code).toBe('limit_reached')
    // What is removed counts, too: removing and adding does not mail anybody without end.
    await app.call(`/api/v1/channels/${added.body.id}`, { method: 'DELETE' })
    const [{ count } = { count: 0 }] = await database.query<{ count: number }>(
      `select count_messages($1, 'confirmation')::int as count`,
      [app.userId],
    )
    expect(count).toBeGreaterThanOrEqual(5)
    provider.taken.length = 0
  })
})

describe('a brief', () => {
  it('comes once, with all that a mail has to have', async () => {
    const reader = await outbox.mailReader({ time_zone: 'Europe/Berlin', brief_hour: 7 })
    await outbox.build(MORNING)
    await outbox.sendDue(ago(0.1))
    expect(provider.taken).toEqual([])
    await outbox.sendDue(MORNING)
    await outbox.sendDue(MORNING)
    const mails = provider.taken.splice(0).filter(({ to }) => to[0] === reader.address)
    expect(mails.length).toBe(1)
    const [{ headers, html, text, subject, from }] = mails as [(typeof mails)[0]]
    expect([from, subject]).toEqual([
      'Morning Brief <brief@brief.example>',
      expect.stringMatching(/^10 March: .*[Tt]ide/),
    ])
    expect(headers).toMatchObject({
      'List-Unsubscribe': expect.stringMatching(
        /^<https:\/\/brief\.example\/mail\/unsubscribe\?t=u\.\d+\.[\w-]{22}>$/,
      ),
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
      'Message-ID': expect.stringMatching(/^<message-\d+-\d+@brief\.example>$/),
    })
    expect(headers['Feedback-ID']).toMatch(/^([\w.-]+:){3}[\w-]+$/)
    for (const title of Object.keys(STORIES)) {
      expect(html).toContain(title)
      expect(text).toContain(title)
    }
    // Nothing is loaded from anywhere: there are links, and no other address.
    expect(html.replace(/href="[^"]*"/g, '')).not.toMatch(/https?:|src=|url\(|@import/)
    const rows = await database.query(
      'select state, attempts, provider_message_id from messages where channel_id = $1',
      [reader.channel_id],
    )
    expect(rows).toEqual([{ state: 'sent', attempts: 1, provider_message_id: expect.stringMatching(/^id-/) }])
  })

  it('is tried again after trouble, and arrives once though its answer was lost', async () => {
    const reader = await outbox.mailReader()
    await outbox.build('2030-03-11T06:00:00Z')
    await database.query(
      `update messages set state = 'suppressed' where state = 'due' and channel_id <> $1`,
      [reader.channel_id],
    )
    provider.troubles.push(503, 'cut before', 'cut after')
    let now = Date.parse('2030-03-11T06:00:00Z')
    const sent = []
    for (let tick = 0; tick < 12; tick++, now += 300_000) {
      for (const report of await outbox.sendDue(new Date(now).toISOString())) sent.push(report.sent)
      await database.query('update messages set leased_until = null where channel_id = $1', [
        reader.channel_id,
      ])
    }
    expect(sent).toEqual([0, 0, 0, 1])
    expect(provider.taken.splice(0).map(({ to }) => to[0])).toEqual([reader.address])
    const [message] = await database.query('select attempts, error from messages where channel_id = $1', [
      reader.channel_id,
    ])
    expect(message).toEqual({ attempts: 4, error: null })
  })

  it('is not sent when it would come too late', async () => {
    const reader = await outbox.mailReader()
    await outbox.build('2030-03-12T06:00:00Z')
    await outbox.sendDue('2030-03-12T14:00:01Z')
    expect(provider.taken.filter(({ to }) => to[0] === reader.address)).toEqual([])
    const [message] = await database.query('select state, error from messages where channel_id = $1', [
      reader.channel_id,
    ])
    expect(message).toEqual({
      state: 'failed',
      error: 'It was given up: by then it came too late to be of use.',
    })
    provider.taken.length = 0
  })
})

describe('unsubscribing', () => {
  const mailed = async (date: string) => {
    const reader = await outbox.mailReader()
    await outbox.build(`${date}T06:00:00Z`)
    await outbox.sendDue(`${date}T06:00:00Z`)
    const mail = provider.taken.splice(0).find(({ to }) => to[0] === reader.address)!
    return { ...reader, mail }
  }

  it('is done by the header’s POST', async () => {
    const { mail, channel_id } = await mailed('2030-04-01')
    const address = /<https:\/\/brief\.example([^>]*)>/.exec(mail.headers['List-Unsubscribe']!)![1]!
    const response = await anonymous(address, asForm({ 'List-Unsubscribe': 'One-Click' }))
    expect([response.status, await stateOf(channel_id)]).toEqual([200, 'off'])
    await outbox.build('2030-04-02T06:00:00Z')
    await outbox.sendDue('2030-04-02T06:00:00Z')
    expect(provider.taken.splice(0).filter(({ to }) => to[0] === mail.to[0])).toEqual([])
  })

  it('is done by the link and its button, and also when the next mail is queued already', async () => {
    const { mail, channel_id } = await mailed('2030-04-03')
    await outbox.build('2030-04-04T06:00:00Z')
    const link = linkIn(mail, '/mail/unsubscribe')
    const page = await (await anonymous(link, { headers: { accept: 'text/html' } })).text()
    const action = /action="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
    expect(await stateOf(channel_id)).toBe('active')
    expect((await anonymous(action, { method: 'POST' })).status).toBe(200)
    await outbox.sendDue('2030-04-04T06:00:00Z')
    expect(provider.taken.splice(0).filter(({ to }) => to[0] === mail.to[0])).toEqual([])
    const [last] = await database.query(
      'select state from messages where channel_id = $1 order by id desc limit 1',
      [channel_id],
    )
    expect(last).toEqual({ state: 'suppressed' })
  })

  it('is not done by a scanner that opens every link of the mail', async () => {
    const { mail, channel_id, user_id } = await mailed('2030-04-05')
    const links = [...`${mail.html} ${mail.text}`.matchAll(/https:\/\/brief\.example([^\s"<>]+)/g)].map(
      ([, path]) => path!.replaceAll('&amp;', '&'),
    )
    expect(links.length).toBeGreaterThan(10)
    for (const path of links) {
      expect((await anonymous(path)).status).toBeLessThan(500)
      await anonymous(path, { method: 'HEAD' })
    }
    expect(await stateOf(channel_id)).toBe('active')
    expect(await database.query('select id from feedback where user_id = $1', [user_id])).toEqual([])
  })

  it('leaves a thumb of a mail alone until its button is pressed, and then the next brief knows it', async () => {
    const { mail, user_id, topic_id } = await mailed('2030-04-06')
    const link = linkIn(mail, '/mail/rate')
    expect((await anonymous(link, { method: 'POST' })).status).toBe(200)
    const rated = () => database.query('select rating from feedback where user_id = $1', [user_id])
    expect(await rated()).toEqual([{ rating: 'up' }])
    expect((await anonymous(link, asForm({ rating: 'down' }))).status).toBe(200)
    expect(await rated()).toEqual([{ rating: 'down' }])
    await outbox.build('2030-04-07T06:00:00Z')
    const next = (await outbox.delivered(topic_id)).findLast((row) => row.position === 1)
    expect(next?.delivery_date).toBe('2030-04-07')
    expect(next?.score_parts.keyword_thumbs).toBeLessThan(1)
    expect((await anonymous('/mail/rate?t=r.1.up.AAAAAAAAAAAAAAAAAAAAAA', { method: 'POST' })).status).toBe(
      404,
    )
    expect((await anonymous(`/mail/rate?t=${'x'.repeat(10_000)}`, { method: 'POST' })).status).toBe(404)
  })
})
