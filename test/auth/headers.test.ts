import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { appAs, appAsDemo, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let app: TestApp
beforeAll(async () => {
  app = await appAs(database)
  await appAsDemo(database)
})

const bare = (
  headers: Headers | Record<string, string>,
  path = '/api/todos',
  init: RequestInit = {},
  env: object = {},
) => createApp().request(path, { ...init, headers }, { DATABASE_URL: database.url, ...env })

const REMOTE = { DATABASE_URL: 'postgres://u:p@ep-cool-1.eu-central-1.aws.neon.tech/x' }

describe('header tricks', () => {
  it('give nobody the demo user on a remote database', async () => {
    for (const headers of [
      { host: 'localhost' },
      { 'x-forwarded-for': '127.0.0.1' },
      { forwarded: 'for=127.0.0.1;host=localhost' },
      { 'x-forwarded-host': 'localhost' },
      { 'cf-connecting-ip': '127.0.0.1' },
      { 'x-real-ip': '::1' },
    ] as Record<string, string>[]) {
      expect((await bare(headers, 'http://localhost/api/todos', {}, REMOTE)).status).toBe(401)
    }
  })

  it('give no foreign host name the demo user on a laptop', async () => {
    expect((await bare({}, 'http://evil.example/api/todos')).status).toBe(401)
    expect((await bare({}, 'http://127.0.0.1:8787/api/todos')).status).toBe(200)
  })

  it.each([
    [
      'twice the same',
      [
        ['authorization', 'Bearer TOKEN'],
        ['authorization', 'Bearer TOKEN'],
      ],
    ],
    [
      'two schemes',
      [
        ['authorization', 'Basic dTpw'],
        ['authorization', 'Bearer TOKEN'],
      ],
    ],
    ['over-long', [['authorization', `Bearer mb_${'x'.repeat(60_000)}`]]],
    ['bytes beyond ASCII', [['authorization', `Bearer mb_${'\u00e9'.repeat(43)}`]]],
    ['a quoted one', [['authorization', 'Bearer "TOKEN"']]],
    ['a lengthened one', [['authorization', 'Bearer TOKENx']]],
    ['an empty one', [['authorization', '']]],
  ] as [string, [string, string][]][])('refuse the authorization: %s', async (_, pairs) => {
    const headers = new Headers()
    for (const [name, value] of pairs) headers.append(name, value.replace('TOKEN', app.token))
    const reply = await bare(headers)
    expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([401, 'unauthenticated'])
  })

  it('leave no query parameter or other header to sign in with', async () => {
    for (const [headers, path] of [
      [{ 'x-api-key': app.token }, '/api/v1/me'],
      [{ cookie: `token=${app.token}` }, '/api/v1/me'],
      [{}, `/api/v1/me?access_token=${app.token}`],
    ] as const) {
      const reply = await bare(headers, `http://evil.example${path}`)
      expect(reply.status).toBe(401)
    }
  })
})

describe('a page of another site', () => {
  it.each([
    ['by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['by a sibling domain', { 'sec-fetch-site': 'same-site' }, 403],
    ['by Origin', { origin: 'https://evil.example' }, 403],
    ['as a sandboxed frame', { origin: 'null' }, 403],
    ['by our own pages', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' }, 201],
    ['by no browser', {}, 201],
  ] as [string, Record<string, string>, number][])('changes nothing: %s', async (_, headers, status) => {
    const { headers: type, ...init } = json({ description: 'x' })
    expect((await bare({ ...(type as Record<string, string>), ...headers }, '/api/todos', init)).status).toBe(
      status,
    )
  })
})

describe('rate limits', () => {
  const limits = (success: (key: string) => boolean) => {
    const limit = vi.fn(async ({ key }: { key: string }) => ({ success: success(key) }))
    return { limit, env: { TOKEN_LIMIT: { limit }, ADDRESS_LIMIT: { limit } } }
  }

  it('count by token and by the address that the platform tells, and by no other header', async () => {
    const { limit, env } = limits(() => true)
    const other = await appAs(database, { env })
    await other.call('/items', {
      headers: { 'cf-connecting-ip': '192.0.2.7', 'x-forwarded-for': '203.0.113.9' },
    })
    const keys = limit.mock.calls.map(([{ key }]) => key)
    expect(keys).toEqual(['192.0.2.7', expect.stringMatching(/^[0-9a-f]{64}$/)])
  })

  it('count all tokens of a user as one, as soon as the user is known', async () => {
    const { limit, env } = limits(() => true)
    const one = await appAs(database, { env })
    const made = await one.call('/api/v1/tokens', json({ name: 'second' }))
    const two = { headers: { authorization: `Bearer ${made.body.token}` } }
    await one.call('/items', two)
    limit.mockClear()
    for (const init of [two, {}, two]) await one.call('/items', init)
    expect(limit.mock.calls.map(([{ key }]) => key)).toEqual(Array(3).fill(`user ${one.userId}`))
  })

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
  ])('count the address %s as %s', async (address, network) => {
    const { limit, env } = limits(() => true)
    const other = await appAs(database, { env })
    await other.callBare('/items', { headers: { 'cf-connecting-ip': address } })
    expect(limit.mock.calls.map(([{ key }]) => key)).toEqual([network])
  })

  it('answer 429 with what to do, and nothing was done', async () => {
    const { env } = limits((key) => key.includes('.'))
    const other = await appAs(database, { env })
    const reply = await other.call('/items', json({ name: 'x' }))
    expect([reply.status, reply.body.code]).toEqual([429, 'too_many_requests'])
    expect(reply.headers.get('retry-after')).toBe('60')
    expect(reply.headers.get('ratelimit')).toBe('"token";r=0;t=60')
    expect(reply.headers.get('ratelimit-policy')).toBe('"token";q=1200;w=60')
    expect(await database.query('select from items where user_id = $1', [other.userId])).toEqual([])
  })

  it('say in their headers what wrangler.toml says', () => {
    const toml = readFileSync('wrangler.toml', 'utf8')
    const quota = (name: string) =>
      Number(
        new RegExp(
          `env\\.production\\.ratelimits\\]\\]\\nname = "${name}"[^{]*\\{ limit = (\\d+), period = 60`,
        ).exec(toml)?.[1],
      )
    const config = readConfig({ DATABASE_URL: database.url })
    expect(quota('ADDRESS_LIMIT')).toBe(config.addressRequestsPerMinute)
    expect(quota('TOKEN_LIMIT')).toBe(config.tokenRequestsPerMinute)
    const vars = /^\[env\.production\.vars\]([^[]*)/m.exec(toml)?.[1]
    expect(vars).toContain(`ADDRESS_REQUESTS_PER_MINUTE = "${config.addressRequestsPerMinute}"`)
    expect(vars).toContain(`TOKEN_REQUESTS_PER_MINUTE = "${config.tokenRequestsPerMinute}"`)
  })
})

describe('security headers', () => {
  it('let a reply of the API run and load nothing', async () => {
    const reply = await app.request('/items')
    expect(reply.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reply.headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/)
  })

  it('let pages load from here only, with a nonce of their own', async () => {
    const policy = async () => (await app.request('/sign-in')).headers.get('content-security-policy')!
    const first = await policy()
    for (const part of [
      "default-src 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]) {
      expect(first).toContain(part)
    }
    expect(first).not.toMatch(/unsafe|\*|https?:/)
    expect(/nonce-[^']+/.exec(first)![0]).not.toBe(/nonce-[^']+/.exec(await policy())![0])
  })
})

describe('what is changed', () => {
  it('is told to the log by ids, with who did it', async () => {
    const log = vi.spyOn(console, 'log')
    const made = await app.call('/api/v1/tokens', json({ name: 'very private' }))
    await app.call(`/api/v1/tokens/${made.body.id}`, { method: 'DELETE' })
    const lines = log.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('"audit"'))
    log.mockRestore()
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'audit', action: 'tokens.create', actor_id: app.userId, object_id: made.body.id },
      { event: 'audit', action: 'tokens.delete', actor_id: app.userId, object_id: made.body.id },
    ])
    expect(lines.join()).not.toMatch(/private|mb_|@/)
  })
})

describe('pages of CORS_ORIGINS on a laptop', () => {
  const origin = 'http://localhost:5173'
  const from = (headers: Record<string, string>, env: object = { CORS_ORIGINS: origin }) => {
    const { headers: type, ...init } = json({ description: 'from a client in development' })
    const all = { ...(type as Record<string, string>), 'sec-fetch-site': 'same-site', ...headers }
    return bare(all, '/api/todos', init, env)
  }

  it('write as the demo user, from those origins alone', async () => {
    const written = await from({ origin })
    expect([written.status, written.headers.get('access-control-allow-origin')]).toEqual([201, origin])
    expect((await from({ origin: 'http://localhost:5174' })).status).toBe(403)
    expect((await from({ origin, 'sec-fetch-site': 'cross-site' })).status).toBe(201)
    expect((await from({})).status).toBe(403)
  })

  it('never with a cookie, nor where there is no demo user', async () => {
    expect((await from({ origin, cookie: 'session=x' })).status).toBe(403)
    expect((await from({ origin }, { CORS_ORIGINS: origin, DEMO_USER: 'off' })).status).toBe(403)
    expect((await from({ origin }, { CORS_ORIGINS: origin, ...REMOTE })).status).toBe(403)
  })

  it('are asked before by the browser, and let through', async () => {
    const asked = await bare(
      { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      '/api/todos',
      { method: 'OPTIONS' },
      { CORS_ORIGINS: origin },
    )
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, origin])
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST')
  })
})
