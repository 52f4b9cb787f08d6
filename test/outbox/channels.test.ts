import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { newSigningSecret, signatureHeaders } from '../../src/transports/webhook/signature.ts'
import { words } from '../briefs/arrange.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { outboxOf, useProvider } from './arrange.ts'

const database = useTestDatabase()
const provider = useProvider()
const outbox = outboxOf(database, provider.settings)
const SECRET = newSigningSecret()

let app: TestApp
beforeAll(async () => {
  app = await appAs(database, { env: { ...provider.settings(), MAIL_EVENTS_SECRET: SECRET } })
  // One of each day, so that every brief has something to say.
  for (let day = 1; day <= 7; day++)
    await outbox.article(`Tide ${words(String(day))}`, {
      published_at: `2030-04-0${day}T01:00:00Z`,
    })
})

/** Local dates and hours at which a week's messages of a channel are due. */
async function week(change: object, zone = 'America/New_York'): Promise<string[]> {
  const reader = await outbox.mailReader({ time_zone: zone, brief_hour: 7 })
  const sets = Object.entries(change).map(([name], at) => `${name} = $${at + 2}`)
  await database.query(`update channels set ${sets.join(', ')} where id = $1`, [
    reader.channel_id,
    ...Object.values(change),
  ])
  // 1 April 2030 is a Monday.
  for (let day = 1; day <= 7; day++) await outbox.build(`2030-04-0${day}T20:00:00Z`)
  const rows = await database.query<{ at: string }>(
    `select to_char(next_attempt_at at time zone $2, 'MM-DD HH24') as at from messages where channel_id = $1 order by 1`,
    [reader.channel_id, zone],
  )
  return rows.map(({ at }) => at)
}
const days = (...numbers: number[]) => numbers.map((day) => `04-0${day} 07`)

describe('a channel is used', () => {
  it.each([
    ['every day', { days: 'every_day' }, days(1, 2, 3, 4, 5, 6, 7)],
    ['Monday to Friday', { days: 'weekdays' }, days(1, 2, 3, 4, 5)],
    ['at the weekend', { days: 'weekends' }, days(6, 7)],
    ['not before its pause ends', { paused_until: '2030-04-06' }, days(6, 7)],
    [
      'at a second hour',
      { days: 'weekends', second_hour: 18 },
      ['04-06 07', '04-06 18', '04-07 07', '04-07 18'],
    ],
    ['at no second hour before the first', { days: 'weekends', second_hour: 5 }, days(6, 7)],
    ['not when it is off', { state: 'off' }, []],
  ])('%s', async (_, change, due) => {
    expect(await week(change)).toEqual(due)
  })

  it('without keeping the others from theirs when its reader’s zone is unknown', async () => {
    const rows = await database.query<{ due: Date }>(
      `select due from message_times('2030-04-01', 'Mars/Olympus', 6::smallint)`,
    )
    expect(rows[0]?.due.toISOString()).toBe('2030-04-01T06:00:00.000Z')
  })
})

describe('the API of channels', () => {
  it('knows services by their addresses, and calls public ones only', async () => {
    const add = async (address: string, more = {}) => {
      const { status, body } = await app.call('/api/v1/channels', json({ kind: 'webhook', address, ...more }))
      return [status, body.format ?? body.errors?.[0]?.message]
    }
    expect(await add('https://ntfy.sh/ada')).toEqual([201, 'ntfy'])
    expect(await add('https://hooks.slack.com/services/T/B/x')).toEqual([201, 'slack'])
    expect(await add('https://discord.com/api/webhooks/1/x')).toEqual([201, 'discord'])
    expect(await add('https://api.telegram.org/bot1:x/sendMessage?chat_id=5')).toEqual([201, 'telegram'])
    expect(await add('https://chat.example/hooks/x', { format: 'slack' })).toEqual([201, 'slack'])
    expect(await add('https://hook.example/')).toEqual([201, 'json'])
    expect(await add('https://api.telegram.org/bot1:x/sendMessage')).toEqual([
      400,
      expect.stringContaining('chat_id'),
    ])
    for (const address of [
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://10.1.2.3/',
      'https://metadata.google.internal/',
      'https://2130706433/',
    ])
      expect(await add(address)).toEqual([400, expect.stringMatching(/^cannot be called: /)])
    expect(await add('http://hook.example/')).toEqual([400, expect.stringContaining('https')])
    expect(await add('https://user:pass@hook.example/')).toEqual([400, expect.stringContaining('password')])
    expect((await add(`https://hook.example/${'x'.repeat(3000)}`))[0]).toBe(400)
  })

  it('shows the secret of a webhook once, keeps to its limits, and turns on what was off', async () => {
    const { call } = await appAs(database, { env: provider.settings() })
    const made = []
    for (let n = 0; n < 13; n++)
      made.push(await call('/api/v1/channels', json({ kind: 'webhook', address: `https://h${n}.example/` })))
    expect(made.map(({ status }) => status)).toEqual([...Array(12).fill(201), 422])
    expect(made[0]!.body.signing_secret).toMatch(/^whsec_/)
    const { id } = made[0]!.body
    const path = `/api/v1/channels/${id}`
    expect(JSON.stringify((await call(path)).body)).not.toContain('whsec_')
    expect((await call(path, json({ state: 'off' }, 'PATCH'))).body.state).toBe('off')
    const now = await call(`${path}/messages`, { method: 'POST' })
    expect([now.status, now.body.code]).toEqual([409, 'conflict'])
    expect((await call(path, json({ state: 'active', second_hour: 18 }, 'PATCH'))).body).toMatchObject({
      state: 'active',
      second_hour: 18,
    })
    const none = await call(`${path}/messages`, { method: 'POST' })
    expect([none.status, none.body.code]).toEqual([422, 'missing_parent'])
    expect((await call(path, json({ second_hour: 24 }, 'PATCH'))).status).toBe(400)
    expect((await call(path, json({ paused_until: 'soon' }, 'PATCH'))).status).toBe(400)
  })

  it('says what is not set up here', async () => {
    const { call } = await appAs(database)
    const mail = await call('/api/v1/channels', json({ kind: 'mail', address: 'a@mail.example' }))
    expect([mail.status, mail.body.detail]).toEqual([409, expect.stringContaining('MAIL_URL')])
    expect((await call('/api/v1/push-key')).body.detail).toContain('VAPID_KEYS')
  })
})

describe('what the provider of mail tells', () => {
  const tell = async (body: object, headers: Record<string, string>) => {
    const init = { ...json(body), headers: { 'content-type': 'application/json', ...headers } }
    const env = { DATABASE_URL: database.url, ...provider.settings(), MAIL_EVENTS_SECRET: SECRET }
    return (await createApp().request('/api/v1/mail-events', init, env)).status
  }
  const signed = (body: object, at = new Date()) =>
    signatureHeaders(SECRET, { id: 'msg_1', now: at, body: JSON.stringify(body) })
  const stateOf = async (id: number) =>
    (await database.query('select state, state_reason from channels where id = $1', [id]))[0]

  it('turns an address off, when it is signed', async () => {
    const bounced = await outbox.mailReader()
    const body = {
      type: 'email.bounced',
      data: { to: [bounced.address.toUpperCase()], bounce: { type: 'Permanent', message: 'No such user' } },
    }
    expect(await tell(body, {})).toBe(401)
    expect(await tell(body, await signed({ ...body, type: 'email.sent' }))).toBe(401)
    expect(await tell(body, await signed(body, new Date(Date.now() - 3600_000)))).toBe(401)
    expect(await stateOf(bounced.channel_id)).toEqual({ state: 'active', state_reason: null })
    const transient = { ...body, data: { ...body.data, bounce: { type: 'Transient' } } }
    expect(await tell(transient, await signed(transient))).toBe(204)
    expect(await stateOf(bounced.channel_id)).toEqual({ state: 'active', state_reason: null })
    expect(await tell(body, await signed(body))).toBe(204)
    expect(await stateOf(bounced.channel_id)).toEqual({ state: 'bounced', state_reason: 'No such user' })
  })

  it('is believed with the secret as its password, too', async () => {
    const reader = await outbox.mailReader()
    const body = { RecordType: 'SpamComplaint', Email: reader.address }
    const basic = (password: string) => ({ authorization: `Basic ${btoa(`events:${password}`)}` })
    expect(await tell(body, basic('wrong'))).toBe(401)
    expect(await tell(body, basic(SECRET))).toBe(204)
    expect(await stateOf(reader.channel_id)).toMatchObject({ state: 'complained' })
  })
})

describe('a link to sign in', () => {
  const ask = async (email: string, ip = '203.0.113.7') => {
    const init = {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'text/html',
        'cf-connecting-ip': ip,
      },
      body: new URLSearchParams({ email }).toString(),
    }
    const response = await createApp().request('/sign-in/mail', init, {
      DATABASE_URL: database.url,
      ...provider.settings(),
    })
    return {
      status: response.status,
      text: await response.text(),
      timing: response.headers.get('server-timing'),
    }
  }

  it('is mailed to who has an account, and nobody learns who has', async () => {
    const [known] = await database.query<{ email: string }>(
      `insert into users (email) values ('Grace@mail.example') returning email`,
    )
    const [one, other] = [await ask('grace@mail.example'), await ask('nobody@mail.example')]
    const trips = (timing: string | null) => /\d+ round trips?/.exec(timing ?? '')?.[0]
    expect([one.status, one.text.replaceAll('grace', 'x')]).toEqual([
      other.status,
      other.text.replaceAll('nobody', 'x'),
    ])
    expect([trips(one.timing), trips(other.timing)]).toEqual(['1 round trip', '1 round trip'])
    provider.taken.length = 0
    await outbox.sendDue()
    expect(provider.taken.map(({ to }) => to)).toEqual([[known!.email]])
    const code = /\/sign-in#(mb_[\w-]{43})/.exec(provider.taken[0]!.text)![1]!
    // In the fragment: no server on the way gets it, and no scanner spends it.
    expect(provider.taken[0]!.html).toContain(`https://brief.example/sign-in#${code}`)
    const signIn = () =>
      createApp().request(
        '/sign-in',
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
          body: new URLSearchParams({ link: code }).toString(),
        },
        { DATABASE_URL: database.url, ...provider.settings() },
      )
    expect([(await signIn()).status, (await signIn()).status]).toEqual([303, 401])
    const [stored] = await database.query<{ found: boolean }>(
      'select bool_or(messages::text like $1) as found from messages',
      [`%${code.slice(3, 20)}%`],
    )
    expect(stored?.found).toBe(false)
  })

  it('is not mailed without end: by address and by sender, all at once as well', async () => {
    const at = (statuses: number[]) => statuses.filter((status) => status === 200).length
    const same = await Promise.all(
      Array.from({ length: 12 }, (_, n) => ask('flood@mail.example', `198.51.100.${n}`)),
    )
    expect(at(same.map(({ status }) => status))).toBe(5)
    const many = await Promise.all(
      Array.from({ length: 25 }, (_, n) => ask(`flood${n}@mail.example`, '2001:db8::1')),
    )
    expect(at(many.map(({ status }) => status))).toBe(20)
  })
})
