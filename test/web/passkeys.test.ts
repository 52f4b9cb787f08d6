import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { appAs, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const ORIGIN = 'https://brief.example'
const SECRETS = { SESSION_SECRETS: 'a-secret-of-these-tests-that-is-long-enough-to-sign' }
const app = createApp()
let reader: TestApp
let session: string

interface Said {
  challenge: string
  type?: string
  origin?: string
  party?: string
  flags?: number
  count?: number
}

const cookieOf = (response: Response, name: string) =>
  response.headers
    .getSetCookie()
    .find((cookie) => cookie.includes(name))
    ?.split(';')[0]

const post = (path: string, fields: Record<string, string>, cookie = '') =>
  app.request(
    `${ORIGIN}${path}`,
    {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { cookie, accept: 'application/json', 'user-agent': 'Firefox/140.0 (X11; Linux)' },
    },
    { DATABASE_URL: database.url, ...SECRETS },
  )

/** An authenticator in software: what it says is what a browser hands on (WebAuthn, §6.1). */
function authenticator(kind: 'ec' | 'rsa' = 'ec') {
  const { privateKey, publicKey } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const id = randomBytes(16)
  const clientData = ({ challenge, type, origin = ORIGIN }: Said) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const data = ({ party = 'brief.example', flags = 0x05, count = 0 }: Said, more = Buffer.alloc(0)) => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(count)
    return Buffer.concat([createHash('sha256').update(party).digest(), Buffer.from([flags]), counter, more])
  }
  return {
    id: id.toString('base64url'),
    create(said: Said, named = id) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(named.length)
      const credential = Buffer.concat([Buffer.alloc(16), length, named, Buffer.from([0xa0])])
      return {
        id: id.toString('base64url'),
        client_data: clientData({ type: 'webauthn.create', ...said }).toString('base64url'),
        authenticator_data: data({ flags: 0x45, ...said }, credential).toString('base64url'),
        public_key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'),
        algorithm: kind === 'ec' ? '-7' : '-257',
      }
    },
    get(said: Said) {
      const [client, authenticated] = [clientData({ type: 'webauthn.get', ...said }), data(said)]
      const signed = Buffer.concat([authenticated, createHash('sha256').update(client).digest()])
      return {
        id: id.toString('base64url'),
        client_data: client.toString('base64url'),
        authenticator_data: authenticated.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
        next: '/topics',
      }
    },
  }
}

async function question(path: string, cookie = '') {
  const response = await post(path, {}, cookie)
  expect(response.status).toBe(200)
  const { challenge, rp_id } = (await response.json()) as { challenge: string; rp_id: string }
  expect(rp_id).toBe('brief.example')
  return { challenge, cookie: cookieOf(response, 'challenge')! }
}

async function make(kind?: 'ec' | 'rsa') {
  const key = authenticator(kind)
  // Signing in often ends the oldest sessions.
  session = cookieOf(await post('/sign-in', { token: reader.token }), 'morning_brief=')!
  const { challenge, cookie } = await question('/settings/passkeys/question', session)
  const response = await post('/settings/passkeys', key.create({ challenge }), `${session}; ${cookie}`)
  expect([response.status, response.headers.get('location')]).toEqual([303, '/settings'])
  return key
}

beforeAll(async () => {
  reader = await appAs(database)
  session = cookieOf(await post('/sign-in', { token: reader.token }), 'morning_brief=')!
})

describe('a passkey', () => {
  it.each(['ec', 'rsa'] as const)('is made under Settings and signs in: %s', async (kind) => {
    const key = await make(kind)
    // ECDSA's numbers are shorter than 32 bytes now and then, and their DER with them.
    for (let turn = 0; turn < (kind === 'ec' ? 300 : 2); turn++) {
      const { challenge, cookie } = await question('/sign-in/passkey/question')
      const response = await post('/sign-in/passkey', key.get({ challenge }), cookie)
      expect([response.status, response.headers.get('location')]).toEqual([303, '/topics'])
      expect(cookieOf(response, 'morning_brief=')).toMatch(/^__Host-morning_brief=mb_/)
    }
    session = cookieOf(await post('/sign-in', { token: reader.token }), 'morning_brief=')!
    const settings = await app.request(
      `${ORIGIN}/settings`,
      { headers: { cookie: session, accept: 'text/html' } },
      { DATABASE_URL: database.url, ...SECRETS },
    )
    expect(await settings.text()).toContain('Remove the passkey of Firefox on Linux')
  })

  it.each<[string, Partial<Said>]>([
    ['another challenge', { challenge: 'AAAA' }],
    ['another kind of question', { type: 'webauthn.create' }],
    ['pages of another site', { origin: 'https://evil.example' }],
    ['another party', { party: 'evil.example' }],
    ['nobody present', { flags: 0x04 }],
    ['a person who was not verified', { flags: 0x01 }],
  ])('signs nobody in for %s', async (_, wrong) => {
    const key = await make()
    const { challenge, cookie } = await question('/sign-in/passkey/question')
    const response = await post('/sign-in/passkey', key.get({ challenge, ...wrong }), cookie)
    expect([response.status, cookieOf(response, 'morning_brief=')]).toEqual([401, undefined])
  })

  it('signs nobody in with the signature of another, nor for an answer that was changed', async () => {
    const [mine, other] = [await make(), authenticator()]
    const { challenge, cookie } = await question('/sign-in/passkey/question')
    const forged = { ...other.get({ challenge }), id: mine.id }
    expect((await post('/sign-in/passkey', forged, cookie)).status).toBe(401)
    const changed = {
      ...mine.get({ challenge }),
      ...{ client_data: other.get({ challenge, origin: ORIGIN }).client_data },
    }
    expect((await post('/sign-in/passkey', { ...changed, signature: 'AAAA' }, cookie)).status).toBe(401)
    expect((await post('/sign-in/passkey', { ...changed, signature: 'A' }, cookie)).status).toBe(400)
    expect((await post('/sign-in/passkey', other.get({ challenge }), cookie)).status).toBe(401)
  })

  it('signs in once for a challenge, and with a count that grows', async () => {
    const key = await make()
    const first = await question('/sign-in/passkey/question')
    const said = key.get({ challenge: first.challenge, count: 7 })
    const response = await post('/sign-in/passkey', said, first.cookie)
    expect(response.status).toBe(303)
    expect(cookieOf(response, 'challenge')).toMatch(/=$/)
    expect((await post('/sign-in/passkey', said)).status).toBe(401)
    // Whoever kept the cookie as well meets the count.
    expect((await post('/sign-in/passkey', said, first.cookie)).status).toBe(401)
    const next = await question('/sign-in/passkey/question')
    for (const [count, status] of [
      [7, 401],
      [0, 401],
      [8, 303],
    ] as const) {
      const reply = await post('/sign-in/passkey', key.get({ challenge: next.challenge, count }), next.cookie)
      expect([count, reply.status]).toEqual([count, status])
    }
  })

  it('is not made for another page, another id, or a key that is none', async () => {
    const key = authenticator()
    const { challenge, cookie } = await question('/settings/passkeys/question', session)
    const cookies = `${session}; ${cookie}`
    const good = key.create({ challenge })
    for (const [wrong, status] of [
      [key.create({ challenge, origin: 'https://evil.example' }), 400],
      [key.create({ challenge, flags: 0x05 }), 400],
      [key.create({ challenge }, randomBytes(16)), 400],
      [{ ...good, public_key: 'AAAA' }, 400],
      [{ ...good, algorithm: '-8' }, 400],
      [{ ...good, id: 'x'.repeat(2000) }, 400],
      [{ ...good, authenticator_data: 'AAAA' }, 400],
      [{ ...good, client_data: Buffer.from('[]').toString('base64url') }, 400],
    ] as const) {
      expect((await post('/settings/passkeys', wrong, cookies)).status).toBe(status)
    }
    expect((await post('/settings/passkeys', good)).status).toBe(401)
    expect((await post('/settings/passkeys', good, cookies)).status).toBe(303)
    const again = await question('/settings/passkeys/question', session)
    const twice = key.create({ challenge: again.challenge })
    expect((await post('/settings/passkeys', twice, `${session}; ${again.cookie}`)).status).toBe(409)
  })

  it('ends with its user', async () => {
    const leaving = await appAs(database)
    const cookies = cookieOf(await post('/sign-in', { token: leaving.token }), 'morning_brief=')!
    const key = authenticator()
    const asked = await question('/settings/passkeys/question', cookies)
    await post(
      '/settings/passkeys',
      key.create({ challenge: asked.challenge }),
      `${cookies}; ${asked.cookie}`,
    )
    await database.query('update users set is_active = false where id = $1', [leaving.userId])
    const { challenge, cookie } = await question('/sign-in/passkey/question')
    expect((await post('/sign-in/passkey', key.get({ challenge }), cookie)).status).toBe(401)
    expect(await database.query('select from passkeys where user_id = $1', [leaving.userId])).toEqual([])
  })

  it('is one of at most twenty', async () => {
    const owner = await appAs(database)
    await database.query(
      `insert into passkeys (user_id, name, credential_id, public_key, algorithm)
       select $1, 'x', 'filler-' || n, 'AAAA', -7 from generate_series(1, 20) n`,
      [owner.userId],
    )
    const cookies = cookieOf(await post('/sign-in', { token: owner.token }), 'morning_brief=')!
    const { challenge, cookie } = await question('/settings/passkeys/question', cookies)
    const reply = await post(
      '/settings/passkeys',
      authenticator().create({ challenge }),
      `${cookies}; ${cookie}`,
    )
    expect([reply.status, await reply.json()]).toMatchObject([422, { code: 'limit_reached' }])
  })
})
