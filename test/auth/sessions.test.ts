import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const SITE = 'https://brief.example'
const MOST = 3
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0'

let reader: TestApp
beforeEach(async () => {
  reader = await appAs(database)
})

const visit = (path: string, init: RequestInit = {}) =>
  createApp().request(SITE + path, init, { DATABASE_URL: database.url, MAX_SESSIONS: String(MOST) })
const submit = (path: string, cookie = '', fields: Record<string, string> = {}) =>
  visit(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: SITE, 'user-agent': FIREFOX, cookie },
  })
const cookieOf = (reply: Response) => reply.headers.get('set-cookie')!.split(';')[0]!
const signIn = async (token = reader.token) => cookieOf(await submit('/sign-in', '', { token }))
const statusOf = async (cookie: string) => (await visit('/api/v1/me', { headers: { cookie } })).status
const statuses = (cookies: string[]) => Promise.all(cookies.map(statusOf))

interface Line {
  id: number
  name: string
  is_current: boolean
}
async function list(cookie: string): Promise<Line[]> {
  return (await visit('/api/v1/sessions', { headers: { cookie } })).json() as Promise<Line[]>
}

describe('where a reader is signed in', () => {
  it('is listed, the newest first, and says which is this device', async () => {
    const [old, now] = [await signIn(), await signIn()]
    expect(await list(now)).toMatchObject([{ is_current: true }, { is_current: false }])
    expect(await list(old)).toMatchObject([{ is_current: false }, { is_current: true }])
    for (const { name } of await list(now)) expect(name).toContain('Firefox on Linux')
    const page = await (await visit('/settings', { headers: { cookie: now, accept: 'text/html' } })).text()
    expect(page.match(/this device/g)).toHaveLength(1)
    expect(page).toContain('Sign out everywhere')
  })

  it.each([
    ['one', (ids: number[]) => `/settings/sessions/${ids[1]}/delete`, [200, 401, 200]],
    ['all others', () => '/settings/sessions/delete', [200, 401, 401]],
    ['everywhere', () => '/sign-out?everywhere', [401, 401, 401]],
  ])('ends from Settings: %s', async (_, path, left) => {
    const cookies = [await signIn(), await signIn(), await signIn()].reverse()
    const stranger = await signIn((await appAs(database)).token)
    const ids = (await list(cookies[0]!)).map(({ id }) => id)
    expect((await submit(path(ids), cookies[0]!)).status).toBe(303)
    expect(await statuses(cookies)).toEqual(left)
    // Programs go on, and so does everybody else.
    expect((await reader.call('/api/v1/me')).status).toBe(200)
    expect(await statusOf(stranger)).toBe(200)
  })

  it('ends by the API in the same three ways', async () => {
    const cookies = [await signIn(), await signIn(), await signIn()].reverse()
    const [, second] = await list(cookies[0]!)
    const end = (path: string) => visit(path, { method: 'DELETE', headers: { cookie: cookies[0]! } })
    expect((await end(`/api/v1/sessions/${second!.id}`)).status).toBe(204)
    expect((await end(`/api/v1/sessions/${second!.id}`)).status).toBe(404)
    expect(await statuses(cookies)).toEqual([200, 401, 200])
    expect((await end('/api/v1/sessions')).status).toBe(204)
    expect(await statuses(cookies)).toEqual([200, 401, 401])
    expect((await reader.call('/api/v1/sessions', { method: 'DELETE' })).status).toBe(204)
    expect(await statuses(cookies)).toEqual([401, 401, 401])
  })

  it(`is in ${MOST} places at the most: another sign-in ends the oldest, also of many at one moment`, async () => {
    const first = await signIn()
    const others = [await signIn(), await signIn()]
    const fourth = await signIn()
    expect(await statuses([first, ...others, fourth])).toEqual([401, 200, 200, 200])
    const many = await Promise.all(Array.from({ length: 6 }, () => signIn()))
    const alive = (await statuses(many)).filter((status) => status === 200)
    expect(alive).toHaveLength(MOST)
    expect(await statusOf(fourth)).toBe(401)
  })
})

it('a reader who is deactivated is out for good: tokens, sessions, links and feed', async () => {
  const admin = await appAs(database, { role: 'admin' })
  const cookie = await signIn()
  const made = await admin.call(`/api/v1/users/${reader.userId}/sign-in-links`, { method: 'POST' })
  const link = new URL(made.body.link).hash.slice(1)
  const address = /\/api\/v1\/briefs\.atom\?token=mbf_[\w-]{43}/.exec(
    await (await submit('/settings/feed', cookie)).text(),
  )![0]
  expect((await visit(address)).status).toBe(200)

  const change = (is_active: boolean) =>
    admin.call(`/api/v1/users/${reader.userId}`, json({ is_active }, 'PATCH'))
  const isOut = async () => {
    expect((await reader.call('/api/v1/me')).status).toBe(401)
    expect(await statusOf(cookie)).toBe(401)
    expect((await submit('/sign-in', '', { link })).status).toBe(401)
    expect((await visit(address)).status).toBe(401)
  }
  expect((await change(false)).status).toBe(200)
  await isOut()
  const again = await admin.call(`/api/v1/users/${reader.userId}/sign-in-links`, { method: 'POST' })
  expect(again.status).toBe(404)
  // Whoever comes back begins anew.
  expect((await change(true)).status).toBe(200)
  await isOut()
})
