import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createApp } from '../src/app.ts'
import { type AnyJson, appAs, appAsDemo, json, type TestApp } from './harness/test-app.ts'
import { useTestDatabase } from './harness/test-database.ts'

const database = useTestDatabase()
let app: TestApp
beforeAll(async () => {
  app = await appAs(database)
})

const raw = (body: string | Uint8Array, type: string | null = 'application/json', path = '/items') =>
  app.call(path, { method: 'POST', body, headers: type === null ? {} : { 'content-type': type } })

describe('problems', () => {
  it.each([
    ['malformed JSON', () => raw('{"name":'), 400, 'malformed_json'],
    ['an empty body', () => raw(''), 400, 'malformed_json'],
    ['bytes that are no UTF-8', () => raw(new Uint8Array([0x22, 0xff, 0x22])), 400, 'malformed_json'],
    ['a form', () => raw('name=x', 'application/x-www-form-urlencoded'), 415, 'unsupported_media_type'],
    ['no media type', () => raw(new Uint8Array([0x7b, 0x7d]), null), 415, 'unsupported_media_type'],
    [
      '2 MiB',
      () => raw(JSON.stringify({ name: 'x', description: 'y'.repeat(2 ** 21) })),
      413,
      'payload_too_large',
    ],
    ['an unknown route', () => app.call('/nowhere'), 404, 'not_found'],
    ['an unknown route below a known one', () => app.call('/items/a/b'), 404, 'not_found'],
  ])('answers %s by RFC 9457', async (_, send, status, code) => {
    const reply = await send()
    expect(reply.status).toBe(status)
    expect(reply.headers.get('content-type')).toBe('application/problem+json')
    expect(reply.body).toMatchObject({ type: 'about:blank', status, code })
    expect(reply.body.title).toBeTruthy()
    expect(reply.body.detail).toBeTruthy()
    expect(reply.body.request_id).toBe(reply.headers.get('x-request-id'))
  })

  it('names the methods that a path takes', async () => {
    const reply = await app.call('/items', { method: 'PATCH' })
    expect([reply.status, reply.body.code]).toEqual([405, 'method_not_allowed'])
    expect(reply.headers.get('allow')).toBe('GET, HEAD, POST')
    expect((await app.call('/api/todos/1', { method: 'PUT' })).headers.get('allow')).toBe(
      'GET, HEAD, PATCH, DELETE',
    )
  })

  it('takes JSON by any of its names', async () => {
    expect((await raw('{"name":"x"}', 'application/json; charset=utf-8')).status).toBe(201)
    expect((await raw('{"name":"x"}', 'application/vnd.api+json')).status).toBe(201)
  })

  it('names the settings that are missing, and no values', async () => {
    const reply = await createApp().request('/items', {}, { PGHOST: 'db.example', PGPASSWORD: 'hunter2' })
    const body = (await reply.json()) as AnyJson
    expect([reply.status, body.code]).toEqual([500, 'misconfigured'])
    expect(body.detail).toContain('PGUSER, PGDATABASE')
    expect(JSON.stringify(body)).not.toMatch(/hunter2|db\.example/)
  })

  it('answers 503 with Retry-After and no internals while the database is away', async () => {
    const away = await appAs(database, {
      env: { DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:9/x', DATABASE_TIMEOUT_MS: '100' },
    })
    const reply = await away.call('/items')
    expect([reply.status, reply.body.code]).toEqual([503, 'database_unavailable'])
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(JSON.stringify(reply.body)).not.toMatch(/hunter2|127\.0\.0\.1|select|fetch/i)
  })

  it('shows nothing of a statement that fails for a reason of ours', async () => {
    const log = vi.spyOn(console, 'warn')
    await database.query('alter table todos rename column description to wording')
    const reply = await app.call('/api/todos', json({ description: 'a private thought' }))
    await database.query('alter table todos rename column wording to description')
    expect([reply.status, reply.body.code]).toEqual([500, 'internal'])
    expect(JSON.stringify(reply.body)).not.toMatch(/description|private|insert|todos|42703/)
    const lines = log.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('query_failed'))
    expect(JSON.parse(lines[0]!)).toMatchObject({ statement: 'todos.create', sqlstate: '42703' })
    expect(lines.join()).not.toMatch(/private|insert/)
  })
})

describe('who may call', () => {
  const bare = (headers: Record<string, string> = {}, env: object = { DATABASE_URL: database.url }) =>
    createApp().request('/api/todos', { headers }, env)

  it('lets a request without a token act as the demo user on a loopback database', async () => {
    const demo = await appAsDemo(database)
    await demo.call('/api/todos', json({ description: 'of the demo user' }))
    const reply = await bare()
    expect(await reply.json()).toMatchObject([{ description: 'of the demo user' }])
  })

  it('refuses it for any other database, whatever the headers say', async () => {
    const env = { DATABASE_URL: 'postgres://u:p@ep-cool-1.eu-central-1.aws.neon.tech/x' }
    for (const headers of [{}, { host: 'localhost' }, { 'x-forwarded-for': '127.0.0.1' }] as Record<
      string,
      string
    >[]) {
      const reply = await bare(headers, env)
      expect(reply.status).toBe(401)
      expect(reply.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it.each([
    '',
    'Bearer',
    'Bearer x',
    'Basic dTpw',
    `Bearer mb_${'x'.repeat(43)}`,
    `Bearer mb_${'é'.repeat(43)}`,
  ])('refuses the authorization %j', async (authorization) => {
    const reply = await bare({ authorization: encodeURI(authorization).replaceAll('%20', ' ') })
    expect([reply.status, ((await reply.json()) as AnyJson).code]).toEqual([401, 'unauthenticated'])
  })

  it('refuses an expired token and one of an inactive user', async () => {
    const expired = await appAs(database)
    await database.query(
      `update access_tokens set expires_at = now() - interval '1 second' where user_id = $1`,
      [expired.userId],
    )
    expect((await expired.call('/items')).status).toBe(401)
    const inactive = await appAs(database)
    await database.query('update users set is_active = false where id = $1', [inactive.userId])
    expect((await inactive.call('/items')).status).toBe(401)
  })

  it('keeps readers from what admins do, before anything is done', async () => {
    const reply = await app.call('/api/v1/users', json({ email: 'made-by-a-reader@test.example' }))
    expect([reply.status, reply.body.code]).toEqual([403, 'forbidden'])
    expect(await database.query(`select 1 from users where email like 'made-by-a-reader%'`)).toEqual([])
  })
})

describe('every reply', () => {
  it('carries a request id, a sane one of the caller if given', async () => {
    const given = await app.call('/health', { headers: { 'x-request-id': 'from-the-client_1' } })
    expect(given.headers.get('x-request-id')).toBe('from-the-client_1')
    const odd = await app.call('/health', { headers: { 'x-request-id': 'a b<c>' } })
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('tells its time and its one round trip', async () => {
    const reply = await app.call('/items')
    expect(reply.headers.get('server-timing')).toMatch(/^total;dur=\d+, db;dur=\d+;desc="1 round trip"$/)
  })

  it('is logged as one line, with the route and not the path', async () => {
    const log = vi.spyOn(console, 'log')
    await app.call('/api/todos/1')
    const line = log.mock.calls.map(([text]) => String(text)).find((text) => text.includes('"request"'))
    expect(JSON.parse(line!)).toMatchObject({
      level: 'info',
      event: 'request',
      method: 'GET',
      route: '/api/todos/:id',
      status: 404,
      round_trips: 1,
    })
    expect(line).not.toContain('mb_')
  })

  it('allows other origins only by configuration', async () => {
    const env = { DATABASE_URL: database.url, CORS_ORIGINS: 'https://app.example' }
    const preflight = (origin: string) =>
      createApp().request(
        '/items',
        { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } },
        env,
      )
    expect((await preflight('https://app.example')).headers.get('access-control-allow-origin')).toBe(
      'https://app.example',
    )
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })
})
