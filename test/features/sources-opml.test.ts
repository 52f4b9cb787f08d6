import { beforeAll, describe, expect, it } from 'vitest'
import { appAs, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let admin: TestApp
beforeAll(async () => {
  admin = await appAs(database, { role: 'admin' })
})

const send = (body: string | Uint8Array, type = 'text/x-opml') =>
  admin.call('/api/v1/sources/opml', { method: 'POST', headers: { 'content-type': type }, body })
const stored = () => database.query('select name, url, feed_url, tags from sources order by feed_url')
const outline = (name: string, site = `https://${name}.example/`) =>
  `<outline text="${name}" xmlUrl="https://${name}.example/feed" htmlUrl="${site}"/>`

describe('subscription lists', () => {
  it('adds what is new, knows what is there, refuses the rest, in one round trip', async () => {
    const first = await send(`<opml><body><outline text="Sea">${outline('harbour')}</outline></body></opml>`)
    expect(first.body).toMatchObject({ added: [{ title: 'harbour' }], known: [], refused: [] })
    const { status, body, headers } = await send(
      `<opml><body>${outline('harbour')}${outline('tide')}<outline text="No" xmlUrl="http://127.0.0.1/"/></body></opml>`,
      'text/xml; charset=utf-8',
    )
    expect(status).toBe(200)
    expect(headers.get('server-timing')).toContain('1 round trip"')
    expect(body.added).toMatchObject([{ title: 'tide', feed_url: 'https://tide.example/feed' }])
    expect(body.known).toEqual(first.body.added)
    expect(body.refused).toMatchObject([{ title: 'No', feed_url: 'http://127.0.0.1/' }])
    expect((await stored())[0]).toMatchObject({ name: 'harbour', tags: ['Sea'] })
  })

  it('takes many feeds of one site', async () => {
    const site = 'https://many.example/'
    const list = ['m1', 'm2', 'm3'].map((name) => outline(name, site)).join('')
    const { body } = await send(`<opml><body>${list}</body></opml>`)
    expect(body.added).toHaveLength(3)
    const rows = await database.query("select url from sources where name like 'm_' order by name")
    expect(rows.map((row) => row.url)).toEqual([site, 'https://m2.example/feed', 'https://m3.example/feed'])
  })

  it('leaves the new feeds due at once', async () => {
    const rows = await database.query(
      'select id from sources where next_fetch_at > now() or leased_until is not null',
    )
    expect(rows).toEqual([])
  })

  it('imports what it exported as it was', async () => {
    await database.query(
      `update sources set name = E'A "quoted" & <b>odd</b>\\tname', tags = '["a, b", "c/d", "é🥖"]' where name = 'tide'`,
    )
    const before = await stored()
    const exported = await admin.request('/api/v1/sources.opml')
    expect(exported.headers.get('content-type')).toBe('text/x-opml; charset=utf-8')
    expect(exported.headers.get('content-disposition')).toBe(
      'attachment; filename="morning-brief-sources.opml"',
    )
    const opml = await exported.text()
    await database.query('delete from sources')
    const { body } = await send(opml)
    expect([body.added.length, body.known, body.refused]).toEqual([before.length, [], []])
    expect(await stored()).toEqual(before)
  })

  it('lets two imports of one list at once add each feed once', async () => {
    const list = Array.from({ length: 200 }, (_, n) => outline(`race${n}`)).join('')
    const replies = await Promise.all([1, 2, 3].map(() => send(`<opml><body>${list}</body></opml>`)))
    for (const { status, body } of replies) {
      expect(status).toBe(200)
      expect(body.added.length + body.known.length + body.refused.length).toBe(200)
    }
    const rows = await database.query("select count(*)::int as n from sources where name like 'race%'")
    expect(rows).toEqual([{ n: 200 }])
    expect(replies.reduce((sum, { body }) => sum + body.added.length, 0)).toBe(200)
  })

  it('refuses what is no list, what is too large and what is sent as something else', async () => {
    expect((await send('<html><body>Sign in</body></html>')).body).toMatchObject({
      status: 400,
      code: 'invalid_request',
      detail: expect.stringContaining('not OPML'),
    })
    expect((await send('{}', 'application/json')).body.code).toBe('unsupported_media_type')
    const large = `<opml><body><!--${'x'.repeat(1024 * 1024)}--></body></opml>`
    expect((await send(large)).body.code).toBe('payload_too_large')
  })
})
