import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { forgetExpired } from '../../src/features/tokens/forget-expired.ts'
import { createUser } from '../../src/local/seed/index.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const SITE = 'https://brief.example'
let app: TestApp
beforeAll(async () => {
  app = await appAs(database)
})

const visit = (path: string, init: RequestInit = {}, env: object = {}) =>
  createApp().request(SITE + path, init, { DATABASE_URL: database.url, ...env })

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}, env = {}) =>
  visit(
    path,
    { method: 'POST', body: new URLSearchParams(fields), headers: { origin: SITE, ...headers } },
    env,
  )

const cookieOf = (reply: Response) => reply.headers.get('set-cookie')!.split(';')[0]!

const whoIs = async (cookie: string, env: object = {}) => {
  const reply = await visit('/api/v1/me', { headers: { cookie } }, env)
  return reply.status === 200 ? ((await reply.json()) as { id: number }).id : reply.status
}

describe('signing in with a token', () => {
  it('gives a cookie that no script reads, that no other site sends, and that signs in', async () => {
    const reply = await post('/sign-in', { token: ` ${app.token}\n`, next: '/topics' })
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/topics'])
    const cookie = reply.headers.get('set-cookie')!
    for (const part of ['__Host-', 'HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/'])
      expect(cookie).toContain(part)
    expect(cookie).not.toContain(app.token.slice(3))
    expect(await whoIs(cookieOf(reply))).toBe(app.userId)
  })

  it.each(['', 'x', `mb_${'y'.repeat(43)}`])('refuses %j and says so', async (token) => {
    const reply = await post('/sign-in', { token })
    expect(reply.status).toBe(401)
    expect(reply.headers.get('set-cookie')).toBeNull()
    expect(await reply.text()).toContain('role="alert"')
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\u0000'])(
    'goes to no other site afterwards: %j',
    async (next) => {
      expect((await post('/sign-in', { token: app.token, next })).headers.get('location')).toBe('/')
    },
  )

  it('is no way in for a form of another site', async () => {
    expect((await post('/sign-in', { token: app.token }, { origin: 'https://evil.example' })).status).toBe(
      403,
    )
  })
})

describe('a session', () => {
  it('ends on both sides when its owner signs out', async () => {
    const cookie = cookieOf(await post('/sign-in', { token: app.token }))
    const reply = await post('/sign-out', {}, { cookie })
    expect(reply.status).toBe(303)
    expect(reply.headers.get('set-cookie')).toContain('Max-Age=0')
    expect(await whoIs(cookie)).toBe(401)
  })

  it('ends with the token that began it', async () => {
    const made = await app.call('/api/v1/tokens', json({ name: 'x' }))
    const cookie = cookieOf(await post('/sign-in', { token: made.body.token }))
    expect(await whoIs(cookie)).toBe(app.userId)
    await app.call(`/api/v1/tokens/${made.body.id}`, { method: 'DELETE' })
    expect(await whoIs(cookie)).toBe(401)
  })

  it('lasts no longer than the token that began it', async () => {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString()
    const made = await app.call('/api/v1/tokens', json({ name: 'short', expires_at }))
    await post('/sign-in', { token: made.body.token })
    const [session] = await database.query<{ expires_at: Date }>(
      'select expires_at from access_tokens where parent_id = $1',
      [made.body.id],
    )
    expect(session!.expires_at.toISOString()).toBe(expires_at)
  })

  it('leaves the browser also where nothing can be written', async () => {
    const secrets = { SESSION_SECRETS: 's'.repeat(32) }
    const cookie = cookieOf(await post('/sign-in', { token: app.token }, {}, secrets))
    const away = { DATABASE_URL: 'postgres://u:p@127.0.0.1:9/d', DATABASE_TIMEOUT_MS: '100' }
    for (const env of [{ READ_ONLY: 'true' }, away]) {
      const reply = await post('/sign-out', {}, { cookie }, { ...env, ...secrets })
      expect([reply.status, reply.headers.get('set-cookie')]).toEqual([
        303,
        expect.stringContaining('Max-Age=0'),
      ])
    }
  })

  it('gets the same text for a retry, whatever other cookies come along', async () => {
    const cookie = cookieOf(await post('/sign-in', { token: app.token }))
    const ask = async (beside: string) => {
      const headers = {
        cookie: cookie + beside,
        'idempotency-key': 'retry',
        'content-type': 'application/json',
      }
      const reply = await visit('/api/v1/tokens', { method: 'POST', body: '{"name":"x"}', headers })
      return [reply.status, await reply.text()]
    }
    const first = await ask('; last_write=123')
    expect(first[0]).toBe(201)
    expect(await ask('')).toEqual(first)
  })

  it('is worth nothing forged, cut, or as a bearer token', async () => {
    const cookie = cookieOf(await post('/sign-in', { token: app.token }))
    const [name, value] = [cookie.slice(0, cookie.indexOf('=')), cookie.slice(cookie.indexOf('=') + 1)]
    const [session, signature] = decodeURIComponent(value).split('.') as [string, string]
    for (const forged of [
      `${name}=${session}`,
      `${name}=${session}.${'A'.repeat(43)}%3D`,
      `${name}=mb_${'x'.repeat(43)}.${encodeURIComponent(signature)}`,
      `${name}=`,
      `${name}=%E0%A4%A`,
      `${name.replace('__Host-', '')}=${value}`,
    ]) {
      expect([forged, await whoIs(forged)]).toEqual([forged, 401])
    }
    const bearer = await visit('/api/v1/me', { headers: { authorization: `Bearer ${session}` } })
    expect(bearer.status).toBe(401)
  })

  it('counts for nothing beside a token, right or wrong', async () => {
    const cookie = cookieOf(await post('/sign-in', { token: app.token }))
    const other = await appAs(database)
    const asking = (token: string) =>
      visit('/api/v1/me', { headers: { cookie, authorization: `Bearer ${token}` } })
    expect(await (await asking(other.token)).json()).toMatchObject({ id: other.userId })
    expect((await asking(`mb_${'z'.repeat(43)}`)).status).toBe(401)
  })

  it('outlives the change of secrets, while the old one is still accepted', async () => {
    const [old, fresh] = ['o'.repeat(32), 'f'.repeat(32)]
    const cookie = cookieOf(await post('/sign-in', { token: app.token }, {}, { SESSION_SECRETS: old }))
    expect(await whoIs(cookie, { SESSION_SECRETS: `${fresh},${old}` })).toBe(app.userId)
    expect(await whoIs(cookie, { SESSION_SECRETS: fresh })).toBe(401)
  })
})

describe('a sign-in link', () => {
  const makeLink = async () => {
    const admin = await appAs(database, { role: 'admin' })
    const made = await admin.call(`/api/v1/users/${app.userId}/sign-in-links`, { method: 'POST' })
    expect(made.status).toBe(201)
    const link = new URL(made.body.link)
    // What stands in the query would be in logs and histories.
    expect([link.pathname, link.search]).toEqual(['/sign-in', ''])
    return link.hash.slice(1)
  }

  it('signs in once, by a button and not by being opened', async () => {
    const link = await makeLink()
    expect((await visit('/sign-in')).headers.get('set-cookie')).toBeNull()
    const replies = await Promise.all([1, 2, 3].map(() => post('/sign-in', { link })))
    expect(replies.map((reply) => reply.status).sort()).toEqual([303, 401, 401])
    expect(await whoIs(cookieOf(replies.find((reply) => reply.status === 303)!))).toBe(app.userId)
  })

  it('also comes from user:create, for a user who is there as well', async () => {
    const databaseUrl = database.directUrl
    const first = await createUser({ databaseUrl, email: 'link@example.org', signInLink: true })
    const next = await createUser({ databaseUrl, email: 'link@example.org', signInLink: true })
    expect([first.token === null, next.token]).toEqual([false, null])
    for (const { sign_in_path, user } of [first, next]) {
      const link = new URL(sign_in_path!, SITE).hash.slice(1)
      expect(await whoIs(cookieOf(await post('/sign-in', { link })))).toBe(user.id)
    }
  })

  it('can be pasted as it is, for browsers without scripts', async () => {
    const link = await makeLink()
    const reply = await post('/sign-in', { token: ` https://brief.example/sign-in#${link}\n` })
    expect(await whoIs(cookieOf(reply))).toBe(app.userId)
  })

  it('is good for its time only, and for no token', async () => {
    const link = await makeLink()
    expect((await post('/sign-in', { token: link })).status).toBe(401)
    await database.query('update sign_in_links set expires_at = now()')
    expect((await post('/sign-in', { link })).status).toBe(401)
  })

  it('is forgotten hourly with keys and sessions that expired, and tokens are not', async () => {
    await makeLink()
    await post('/sign-in', { token: app.token })
    const { headers, ...init } = json({ name: 'x' })
    await app.call('/items', { ...init, headers: { ...headers, 'idempotency-key': 'k' } })
    for (const table of ['sign_in_links', 'access_tokens', 'idempotency_keys']) {
      await database.query(`update ${table} set expires_at = now()`)
    }
    await forgetExpired(readConfig({ DATABASE_URL: database.url }))
    expect(await database.query('select from sign_in_links')).toEqual([])
    expect(await database.query('select from idempotency_keys')).toEqual([])
    const kinds = await database.query('select distinct kind from access_tokens')
    expect(kinds).toEqual([{ kind: 'token' }])
  })
})
