import { beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { article, ingestOn } from '../ingest/store/harness.ts'

const database = useTestDatabase()
const { addSource, store } = ingestOn(database)
let reader: TestApp
let admin: TestApp
let source: number
const PRIVATE = 'private, no-cache'

beforeAll(async () => {
  reader = await appAs(database)
  admin = await appAs(database, { role: 'admin' })
  source = await addSource('harbour')
  await store(source, [
    article('tide', { title: 'High tide', published_at: '2026-11-20T01:00:00.000Z' }),
    article('storm', { title: 'Storm warning', published_at: '2026-11-20T02:00:00.000Z' }),
    article('calm', { title: 'Calm sea', published_at: '2026-11-20T03:00:00.000Z' }),
  ])
})

const ask = (app: TestApp, path: string, etag: string) =>
  app.request(path, { headers: { 'if-none-match': etag } })
async function etagOf(path: string, app = reader): Promise<string> {
  const reply = await app.request(path)
  expect(reply.status).toBe(200)
  return reply.headers.get('etag') ?? ''
}
const newest = async () => (await reader.call('/api/v1/articles?limit=1')).body[0]

describe('shared reads', () => {
  it('tell the caller who has them already so, and say who may keep them', async () => {
    const { id } = await newest()
    for (const [path, rule] of [
      ['/api/v1/articles', PRIVATE],
      ['/api/v1/articles?limit=1', PRIVATE],
      ['/api/v1/articles?q=tide', PRIVATE],
      [`/api/v1/articles/${id}`, 'private, max-age=60'],
      ['/api/v1/sources', PRIVATE],
      [`/api/v1/sources/${source}`, PRIVATE],
    ] as const) {
      const full = await reader.request(path)
      const etag = full.headers.get('etag')!
      expect([path, full.status, etag]).toEqual([path, 200, expect.stringMatching(/^"[^"]+"$/)])
      const again = await ask(reader, path, `"other", ${etag}`)
      expect([path, again.status, await again.text()]).toEqual([path, 304, ''])
      for (const reply of [full, again]) {
        expect(reply.headers.get('etag')).toBe(etag)
        expect(reply.headers.get('cache-control')).toBe(rule)
        expect(reply.headers.get('vary')).toMatch(/\bAuthorization, Cookie\b/)
        expect(reply.headers.get('link')).toBe(full.headers.get('link'))
      }
      expect((await ask(reader, path, '"other"')).status).toBe(200)
    }
  })

  it('have another tag when a row comes, goes, moves or changes, and no other', async () => {
    const lists = ['/api/v1/articles', '/api/v1/articles?limit=2', '/api/v1/articles?q=sea']
    const tags = () => Promise.all(lists.map((path) => etagOf(path)))
    const before = await tags()
    expect(new Set(before).size).toBe(3)
    const pushed = {
      source_id: source,
      title: 'Sea fog',
      link: 'https://harbour.example/fog',
      published_at: '2026-11-20T02:30:00Z',
    }
    const { id } = (await admin.call('/api/v1/articles', json(pushed))).body
    const come = await tags()
    const { id: known } = (await admin.call('/api/v1/articles', json({ ...pushed, title: 'Sea mist' }))).body
    expect(known).toBe(id)
    const changed = await tags()
    await database.query("update articles set published_at = published_at + interval '1 h' where id = $1", [
      id,
    ])
    const moved = await tags()
    for (const n of lists.keys()) {
      expect(new Set([before[n], come[n], changed[n], moved[n]]).size).toBe(4)
    }
    await admin.request(`/api/v1/articles/${id}`, { method: 'DELETE' })
    expect(await tags()).toEqual(before)
  })

  it('of sources follow what a fetch or an admin does to one', async () => {
    const path = '/api/v1/sources'
    const etag = await etagOf(path)
    await admin.call(`${path}/${source}`, json({ name: 'Harbour Gazette' }, 'PATCH'))
    const renamed = await ask(reader, path, etag)
    expect(renamed.status).toBe(200)
    await store(source, [article('tide', { title: 'High tide' })])
    expect((await ask(reader, path, renamed.headers.get('etag')!)).status).toBe(200)
  })
})

describe('what is kept', () => {
  it('opens nothing to who may not read: no token, no 304', async () => {
    const remote = { DATABASE_URL: 'postgres://u:p@ep-cool-1.eu-central-1.aws.neon.tech/x' }
    const stranger = await appAs(database, { env: remote })
    for (const path of ['/api/v1/articles', '/api/v1/sources']) {
      const headers = { 'if-none-match': await etagOf(path) }
      const reply = await stranger.callBare(path, { headers })
      expect([reply.status, reply.headers.get('etag')]).toEqual([401, null])
      const unknown = { ...headers, authorization: `Bearer mb_${'x'.repeat(43)}` }
      expect((await reader.call(path, { headers: unknown })).status).toBe(401)
    }
  })

  it("is never another's where the rows depend on who asks", async () => {
    const other = await appAs(database)
    const made = await reader.call('/api/v1/topics', json({ name: 'Sea', keywords: ['sea'] }))
    const path = `/api/v1/articles?topic_id=${made.body.id}`
    expect((await ask(other, path, await etagOf(path))).status).toBe(404)
    expect((await ask(other, path, '*')).status).toBe(404)
  })

  it('is for the caller alone on every other route, errors and pages included', async () => {
    for (const path of [
      '/items',
      '/api/v1/me',
      '/api/v1/articles/999999',
      '/nowhere',
      '/api/v1/briefs/today',
    ]) {
      const { headers } = await reader.request(path)
      expect([path, headers.get('cache-control')]).toEqual([path, PRIVATE])
      expect(headers.get('vary')).toMatch(/\bAuthorization, Cookie\b/)
    }
    const cacheControl = async (path: string) => (await reader.request(path)).headers.get('cache-control')
    expect(await cacheControl('/')).toBe('private, no-store')
    expect(await cacheControl('/api/v1/me/export')).toBe('no-store')
  })
})
