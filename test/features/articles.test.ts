import { beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { article, ingestOn } from '../ingest/store/harness.ts'

const database = useTestDatabase()
const { addSource, store } = ingestOn(database)
let admin: TestApp
let reader: TestApp
let source: number
beforeAll(async () => {
  admin = await appAs(database, { role: 'admin' })
  reader = await appAs(database)
  source = await addSource('gazette')
})

const push = (more: object = {}) =>
  admin.call(
    '/api/v1/articles',
    json({ source_id: source, title: 'Fog', link: 'https://gazette.example/fog', ...more }),
  )

describe('pushing an article', () => {
  it('creates a row as the ingest would, without what only search needs', async () => {
    const { status, body, headers } = await push({
      title: 'Tea &amp; <b>toast</b>',
      link: 'HTTPS://gazette.example/tea?utm_source=mail&id=7#:~:text=x',
      summary_raw: '<p onclick="x()">Hot<script>alert(1)</script></p>',
      published_at: '2026-11-20T07:00:00+01:00',
      author: 'ada@gazette.example (Ada)',
      tags: ['Food', 'food', 'uncategorized'],
      language: 'de-AT',
    })
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/api/v1/articles/${body.id}`)
    expect(body).toMatchObject({
      source_id: source,
      title: 'Tea & toast',
      link: 'https://gazette.example/tea?id=7',
      summary_raw: '<p>Hot</p>',
      author: 'Ada',
      tags: ['Food'],
      language: 'german',
    })
    expect(Date.parse(body.published_at)).toBe(Date.UTC(2026, 10, 20, 6))
    expect(Object.keys(body).sort()).toEqual(
      'author content_hash created_at id language link published_at source_id summary_raw tags title updated_at'.split(
        ' ',
      ),
    )
    expect((await reader.call(`/api/v1/articles/${body.id}`)).body).toEqual(body)
  })

  it('updates the row that the link names, in one round trip, and says whether it was new', async () => {
    const first = await push()
    const same = await push({ link: 'http://www.gazette.example/fog/?utm_medium=x' })
    expect([first.status, same.status]).toEqual([201, 200])
    expect(same.headers.get('server-timing')).toContain('1 round trip"')
    const retitled = await push({ title: 'Fog lifts' })
    expect(retitled.body).toMatchObject({ id: first.body.id, title: 'Fog lifts' })
    const unchanged = await push({ title: 'Fog lifts' })
    expect(unchanged).toMatchObject({ status: 200, body: retitled.body })
  })

  it('dates nothing into the future', async () => {
    const { body } = await push({ link: 'https://gazette.example/f', published_at: '2999-01-01T00:00:00Z' })
    expect(Date.parse(body.published_at)).toBeLessThanOrEqual(Date.now())
  })

  const bodies: [string, object, string][] = [
    ['a blank title', { title: ' ' }, '#/title'],
    ['no source', { source_id: undefined }, '#/source_id'],
    ['a link that leads nowhere', { link: 'javascript:alert(1)' }, '#/link'],
    ['a link that is too long', { link: `https://a.example/${'x'.repeat(1024)}` }, '#/link'],
    ['a date that is none', { published_at: 'yesterday' }, '#/published_at'],
    ['a date that stands for none', { published_at: '1895-05-01T00:00:00Z' }, '#/published_at'],
    ['a NUL', { summary_raw: 'a\u0000b' }, '#/summary_raw'],
  ]
  it.each(bodies)('refuses %s by its pointer', async (_, body, pointer) => {
    const reply = await push(body)
    expect([reply.status, reply.body.errors?.[0].pointer]).toEqual([400, pointer])
  })

  it('refuses an unknown source by its pointer', async () => {
    const { status, body } = await push({ source_id: 2_000_000_000 })
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'missing_parent', '#/source_id'])
  })

  it('is for admins', async () => {
    const before = await database.query('select count(*) from articles')
    const body = json({ source_id: source, title: 'x', link: 'https://x.example' })
    expect((await reader.call('/api/v1/articles', body)).status).toBe(403)
    expect(await database.query('select count(*) from articles')).toEqual(before)
  })
})

describe('removing an article', () => {
  it('keeps it away from its feed, until it is pushed again', async () => {
    await store(source, [article('unwanted')])
    const [{ id }] = (await reader.call('/api/v1/articles?q=unwanted')).body
    expect((await reader.request(`/api/v1/articles/${id}`, { method: 'DELETE' })).status).toBe(403)
    expect((await admin.request(`/api/v1/articles/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await admin.request(`/api/v1/articles/${id}`, { method: 'DELETE' })).status).toBe(404)
    expect((await store(source, [article('unwanted', { title: 'Unwanted again' })]))!.new_articles).toBe(0)
    expect((await reader.call(`/api/v1/articles/${id}`)).body.code).toBe('not_found')
    const link = 'https://gazette.example/unwanted'
    const pushed = (await push({ title: 'Back', link })).body
    expect((await admin.request(`/api/v1/articles/${pushed.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await push({ title: 'Back', link })).status).toBe(201)
  })
})
