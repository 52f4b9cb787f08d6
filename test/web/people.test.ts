import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { createSetUpCode } from '../../src/local/seed/set-up-code.ts'
import { appAs, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const app = createApp()
const HTML = { accept: 'text/html' }
const SESSION = /morning_brief=[^;]+/

const post = (path: string, fields: Record<string, string>, cookie = '') =>
  app.request(
    path,
    { method: 'POST', body: new URLSearchParams(fields), headers: { ...HTML, cookie } },
    { DATABASE_URL: database.url },
  )
const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers: HTML,
})
const linkIn = (page: string) => /\/sign-in#(mb_[\w-]{43})/.exec(page)?.[1]

describe('the set-up', () => {
  it('makes the first person an admin, once, by the code that was printed', async () => {
    expect((await post('/set-up', { code: `mb_${'x'.repeat(43)}`, email: 'a@x.example' })).status).toBe(401)
    const old = await createSetUpCode(database.directUrl)
    const path = (await createSetUpCode(database.directUrl))!
    const code = path.slice(path.indexOf('#') + 1)
    // A new code ends the one before, and none of them signs in.
    expect((await post('/set-up', { code: old!.split('#')[1]!, email: 'a@x.example' })).status).toBe(401)
    expect((await post('/sign-in', { link: code })).status).toBe(401)
    expect((await post('/set-up', { code, email: 'nobody' })).status).toBe(400)

    const pasted = `https://brief.example${path}`
    const begun = await post('/set-up', { code: pasted, email: 'first@x.example', time_zone: 'Asia/Tokyo' })
    expect([begun.status, begun.headers.get('location')]).toEqual([303, '/'])
    const cookie = SESSION.exec(begun.headers.get('set-cookie')!)![0]
    const people = await app.request(
      '/people',
      { headers: { ...HTML, cookie } },
      { DATABASE_URL: database.url },
    )
    expect(await people.text()).toContain('first@x.example')
    expect(await database.query('select email, role, time_zone from users')).toEqual([
      { email: 'first@x.example', role: 'admin', time_zone: 'Asia/Tokyo' },
    ])

    expect((await post('/set-up', { code, email: 'second@x.example' })).status).toBe(401)
    expect(await createSetUpCode(database.directUrl)).toBeNull()
    // Neither does a code that was made before somebody else came first.
    await database.query(
      `insert into sign_in_links (link_hash, expires_at) values (encode(sha256($1::bytea), 'hex'), now() + interval '1 day')`,
      [code],
    )
    expect((await post('/set-up', { code, email: 'second@x.example' })).status).toBe(401)
    await database.query('delete from sign_in_links where user_id is null')
  })
})

describe('people', () => {
  let admin: TestApp
  let reader: TestApp
  beforeAll(async () => {
    admin = await appAs(database, { role: 'admin', email: 'admin@x.example' })
    reader = await appAs(database, { email: 'reader@x.example' })
  })

  it('are shown to admins alone, with what they have', async () => {
    await database.query(`insert into items (user_id, name) values ($1, 'a'), ($1, 'b')`, [reader.userId])
    const page = await (await admin.request('/people', { headers: HTML })).text()
    expect(page.replace(/\s+/g, ' ')).toMatch(/reader@x\.example.{0,80}0 topics, 2 items/)
    for (const path of ['/people', '/people/1', '/people/1/link']) {
      const init = path === '/people' ? { headers: HTML } : form({ role: 'admin' })
      expect((await reader.request(path, init)).status).toBe(403)
    }
    expect((await admin.request('/people?after=x', { headers: HTML })).status).toBe(400)
  })

  it('come in by the link of an invitation, once', async () => {
    const reply = await admin.request('/people', form({ email: 'new@x.example', role: 'reader' }))
    const code = linkIn(await reply.text())!
    const first = await post('/sign-in', { link: code })
    expect(first.status).toBe(303)
    expect((await post('/sign-in', { link: code })).status).toBe(401)
    const again = await admin.request('/people', form({ email: 'NEW@x.example', role: 'reader' }))
    expect(again.status).toBe(409)
    expect((await admin.request('/people', form({ email: 'nobody', role: 'reader' }))).status).toBe(400)
    expect((await admin.request('/people', form({ email: 'x@x.example', role: 'owner' }))).status).toBe(400)
  })

  it('are invited by mail where mail is sent', async () => {
    const env = {
      MAIL_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'brief@x.example',
      PUBLIC_URL: 'http://localhost',
    }
    const sender = await appAs(database, { role: 'admin', env })
    const page = await (
      await sender.request('/people', form({ email: 'mailed@x.example', role: 'reader', by: 'mail' }))
    ).text()
    expect(page).toContain('on its way to mailed@x.example')
    expect(
      await database.query(`select user_id, purpose, state from messages where address = 'mailed@x.example'`),
    ).toEqual([{ user_id: sender.userId, purpose: 'invitation', state: 'due' }])
    await admin.request('/people', form({ email: 'unmailed@x.example', role: 'reader', by: 'mail' }))
    expect(await database.query(`select 1 from messages where address = 'unmailed@x.example'`)).toEqual([])
  })

  it('get a new link, another role, and lose all access', async () => {
    const person = await appAs(database, { email: 'person@x.example' })
    const path = `/people/${person.userId}`
    const page = await (await admin.request(`${path}/link`, form({}))).text()
    expect(page).toContain('Give this link to person@x.example')
    expect((await post('/sign-in', { link: linkIn(page)! })).status).toBe(303)
    expect((await admin.request(path, form({ role: 'admin' }))).status).toBe(303)
    expect((await person.request('/people', { headers: HTML })).status).toBe(200)
    expect((await admin.request(path, form({ is_active: 'false' }))).status).toBe(303)
    expect((await person.request('/people', { headers: HTML })).status).toBe(401)
    expect((await admin.request(`${path}/link`, form({}))).status).toBe(404)
    expect((await admin.request('/people/999999', form({ role: 'admin' }))).status).toBe(404)
  })

  it('stand on pages of a hundred', async () => {
    await database.query(
      `insert into users (email) select 'many-' || n || '@x.example' from generate_series(1, 150) n`,
    )
    const page = await (await admin.request('/people', { headers: HTML })).text()
    const next = /\/people\?after=\d+/.exec(page)![0]
    const second = await (await admin.request(next, { headers: HTML })).text()
    expect(page.split('New link').length - 1 + second.split('New link').length - 1).toBeGreaterThan(300)
    expect(second).not.toContain('?after=')
  })
})

describe('a session', () => {
  it('goes on while it is used, and its cookie with it', async () => {
    const reader = await appAs(database)
    const begun = await post('/sign-in', { token: reader.token })
    const cookie = SESSION.exec(begun.headers.get('set-cookie')!)![0]
    await database.query(
      `update access_tokens set expires_at = now() + interval '1 day', last_used_at = now() - interval '2 days'
       where user_id = $1 and kind = 'session'`,
      [reader.userId],
    )
    // What is done after the response needs the platform's context.
    const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} }
    const ask = () =>
      app.request('/', { headers: { ...HTML, cookie } }, { DATABASE_URL: database.url }, context)
    expect((await ask()).headers.get('set-cookie')).toMatch(/morning_brief=.*Max-Age=2592000/)
    const days = async () => {
      const [row] = await database.query<{ days: number }>(
        `select round(extract(epoch from expires_at - now()) / 86400)::int as days from access_tokens
         where user_id = $1 and kind = 'session'`,
        [reader.userId],
      )
      return row!.days
    }
    await expect.poll(days).toBe(30)
    expect((await ask()).headers.get('set-cookie')).toBeNull()
    // It ends with the token that it was begun with.
    await database.query(
      `update access_tokens set expires_at = now() + interval '3 days', last_used_at = now() - interval '2 days'
       where user_id = $1`,
      [reader.userId],
    )
    await ask()
    await expect.poll(days).toBe(3)
  })
})
