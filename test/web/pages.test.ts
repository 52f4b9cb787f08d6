import { beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let admin: TestApp
let reader: TestApp

beforeAll(async () => {
  admin = await appAs(database, { role: 'admin' })
  reader = await appAs(database, { time_zone: 'Pacific/Auckland' })
})

const HTML = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

/** A page as a browser asks for it. */
async function open(app: TestApp, path: string, status = 200): Promise<string> {
  const response = await app.request(path, { headers: HTML })
  const text = await response.text()
  expect(response.status, text.slice(0, 500)).toBe(status)
  return text
}

/** Sends a form as a browser does. */
const send = (app: TestApp, path: string, fields: Record<string, string>) =>
  app.request(path, { method: 'POST', headers: HTML, body: new URLSearchParams(fields) })

describe('every page', () => {
  const PATHS = [
    '/',
    '/briefs/2026-01-31',
    '/search',
    '/search?q=tide',
    '/week',
    '/start',
    '/start/progress',
    '/topics',
    '/sources',
    '/settings',
    '/status',
  ]

  it.each(PATHS)('%s is a whole document in one round trip, kept by no cache', async (path) => {
    const response = await admin.request(path, { headers: HTML })
    const text = await response.text()
    expect(response.status, text.slice(0, 300)).toBe(200)
    expect(text).toMatch(/^<!DOCTYPE html><html lang="en">/)
    expect(response.headers.get('server-timing')).toContain('"1 round trip"')
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).not.toMatch(/\sstyle="|\son\w+="|javascript:/)
  })
})

describe('pages for people', () => {
  it('leave reading to readers: status is forbidden, sources show no forms, times are their own', async () => {
    expect(await open(reader, '/status', 403)).toContain('Only an admin may do this.')
    const limited = await appAs(database, { env: { SOURCES_PER_READER: '0' } })
    expect(await open(limited, '/sources')).not.toContain('action="/sources"')
    expect(await open(reader, '/')).toContain('You follow no topics yet.')
    expect((await send(limited, '/sources', { address: 'https://a.example' })).status).toBe(422)
  })

  it('carry forms to the same verbs as the API, and lead back', async () => {
    const sent = await send(reader, '/todos', { description: 'Buy <b>milk</b>', back: '/' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/'])
    expect(await open(reader, '/')).toContain('Buy &lt;b&gt;milk&lt;/b&gt;')
    expect((await reader.call('/api/todos')).body).toMatchObject([{ description: 'Buy <b>milk</b>' }])
  })

  it('lead nowhere but to pages of ours', async () => {
    for (const back of [
      'https://evil.example/',
      '//evil.example',
      '/briefs/../..',
      '/\\evil.example',
      '/search?q=a//evil',
      '/week/../x',
    ]) {
      const sent = await send(reader, '/todos', { description: 'x', back })
      expect(sent.headers.get('location')).toBe('/')
    }
  })

  it('say what is wrong with a topic, and keep what was typed', async () => {
    const fields = { name: 'Sea', keywords: 'tide\n"open', language: 'english' }
    const refused = await send(reader, '/topics', fields)
    expect(refused.status).toBe(400)
    const page = await refused.text()
    expect(page).toContain('has a quote that is not closed')
    expect(page).toContain('value="Sea"')
    expect(page).toContain('tide\n&quot;open')
    expect((await send(reader, '/topics', { ...fields, keywords: 'tide' })).status).toBe(303)
    const again = await send(reader, '/topics', { ...fields, keywords: 'tide' })
    expect([again.status, await again.text()]).toEqual([
      409,
      expect.stringContaining('Name is taken already.'),
    ])
    const blank = await send(reader, '/topics', { ...fields, name: ' ', keywords: 'tide' })
    expect([blank.status, await blank.text()]).toEqual([
      400,
      expect.stringContaining('Name must not be blank.'),
    ])
  })

  it('save an address that is typed as an item with it as its link', async () => {
    const saver = await appAs(database)
    for (const name of [
      'Rye https://mill.example/rye now',
      'https://mill.example/',
      'See http:// and b.example',
    ]) {
      expect((await send(saver, '/saved', { name, back: '/' })).status).toBe(303)
    }
    const { items } = (await saver.call('/items')).body
    expect(items.map(({ name, link }: { name: string; link: string }) => [name, link])).toEqual([
      ['See http:// and b.example', null],
      ['mill.example/', 'https://mill.example/'],
      ['Rye now', 'https://mill.example/rye'],
    ])
    expect((await send(saver, '/saved', { name: ' ', back: '/' })).status).toBe(400)
    expect(
      (await send(saver, '/saved', { name: `https://a.example/${'x'.repeat(1100)}`, back: '/' })).status,
    ).toBe(400)
    expect(await open(saver, '/')).toContain(
      '<a href="https://mill.example/rye" rel="noreferrer">Rye now</a>',
    )
  })

  it('take no empty field for a zero', async () => {
    const refused = await send(reader, '/settings', { time_zone: 'UTC', brief_hour: '' })
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('Brief hour must')])
  })

  it('let go twice of what is gone already', async () => {
    const { body } = await reader.call('/items', json({ name: 'Gone soon' }))
    for (let i = 0; i < 2; i++) {
      expect((await send(reader, `/saved/${body.id}/delete`, { back: '/' })).status).toBe(303)
    }
    expect((await send(reader, '/settings/feed/delete', {})).status).toBe(303)
    expect((await send(reader, '/saved/x/delete', {})).status).toBe(400)
  })

  it('show the newest items, and all of them to who asks', async () => {
    const collector = await appAs(database)
    await database.query(
      "insert into items (user_id, name) select $1, 'item ' || n || '.' from generate_series(1, 25) n",
      [collector.userId],
    )
    const short = await open(collector, '/')
    expect(short.match(/item \d+\./g)).toHaveLength(20 * 2)
    expect(short).toContain('<a href="/?all">Show more</a>')
    const whole = await open(collector, '/?all')
    expect(whole.match(/item \d+\./g)).toHaveLength(25 * 2)
    expect(whole).not.toContain('Show more')
    const back = await send(collector, '/saved', { name: 'one more', back: '/?all' })
    expect(back.headers.get('location')).toBe('/?all')
  })

  it('lead to no day that has no name', async () => {
    expect(await open(reader, '/briefs/9999-12-31')).not.toContain('rel="next"')
    expect(await open(reader, '/briefs/0001-01-01')).not.toContain('rel="prev"')
  })

  it('answer errors in the form that is asked for, with the same code', async () => {
    expect(await open(reader, '/topics/999', 404)).toContain('404 not_found')
    const response = await reader.request('/nowhere')
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.status).toBe(404)
    const nobody = await reader.request('/', {
      headers: { ...HTML, authorization: `Bearer mb_${'x'.repeat(43)}` },
    })
    expect(nobody.status).toBe(401)
    expect(await nobody.text()).toContain('href="/sign-in?next=%2F"')
    expect((await send(reader, '/todos', { description: ' ' })).status).toBe(400)
  })

  it('show a token once', async () => {
    const made = await (await send(reader, '/settings/tokens', { name: 'phone' })).text()
    const token = /mb_[\w-]{43}/.exec(made)?.[0]
    expect(token).toBeTruthy()
    expect(await open(reader, '/settings')).not.toContain(token)
    const me = await reader.call('/api/v1/me', { headers: { authorization: `Bearer ${token}` } })
    expect(me.status).toBe(200)
  })

  it('answer what is no form, a comment without end, and an address as feed readers write it', async () => {
    const garbage = {
      method: 'POST',
      body: 'garbage',
      headers: { ...HTML, 'content-type': 'multipart/form-data; boundary=x' },
    }
    for (const path of ['/todos', '/sign-in', '/sources/opml']) {
      expect([path, (await admin.request(path, garbage)).status]).toEqual([path, 400])
    }
    const comment = { rating: 'up', comment: 'x'.repeat(2001) }
    expect((await send(reader, '/deliveries/1/feedback', comment)).status).toBe(400)
    const typed = await (await send(admin, '/sources', { address: 'feed://127.0.0.1/rss' })).text()
    expect(typed).toContain('127.0.0.1')
    expect(typed).not.toContain('“feed”')
  })

  it('make a private feed, show its address once, and end it', async () => {
    expect(await open(reader, '/settings')).toContain('Make an address')
    const addressIn = (html: string) => /\/api\/v1\/briefs\.atom\?token=mbf_[\w-]{43}/.exec(html)?.[0] ?? ''
    const first = addressIn(await (await send(reader, '/settings/feed', {})).text())
    expect((await reader.request(first)).status).toBe(200)
    const settings = await open(reader, '/settings')
    expect(settings).toContain('Make a new address')
    expect(settings).not.toContain('mbf_')
    const second = addressIn(await (await send(reader, '/settings/feed', {})).text())
    expect((await reader.request(first)).status).toBe(401)
    expect((await reader.request(second)).status).toBe(200)
    expect((await send(reader, '/settings/feed/delete', {})).status).toBe(303)
    expect((await reader.request(second)).status).toBe(401)
  })
})
