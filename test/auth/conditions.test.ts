import { beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let app: TestApp
beforeAll(async () => {
  app = await appAs(database)
})

const when = (etag: string, init: RequestInit, name = 'if-match'): RequestInit => ({
  ...init,
  headers: { ...init.headers, [name]: etag },
})

async function createItem() {
  const { headers, body } = await app.call('/items', json({ name: 'Bread' }))
  return { path: `/items/${body.id}`, etag: headers.get('etag')! }
}

/** An article of a source of its own, with the admin who pushed it. */
async function pushArticle(name: string) {
  const admin = await appAs(database, { role: 'admin' })
  const site = `https://${name}.example`
  const source = await admin.call('/api/v1/sources', json({ name, feed_url: `${site}/feed` }))
  const article = { source_id: source.body.id, title: name, link: `${site}/1` }
  const { headers } = await admin.call('/api/v1/articles', json(article))
  return { admin, path: headers.get('location')! }
}

describe('entity tags', () => {
  it('are strong, stay while nothing changes, and change with the row', async () => {
    const { path, etag } = await createItem()
    expect(etag).toMatch(/^"[^"]+"$/)
    expect((await app.call(path)).headers.get('etag')).toBe(etag)
    expect((await app.call(path, json({ name: 'Bread' }, 'PUT'))).headers.get('etag')).toBe(etag)
    expect((await app.call(path, json({ name: 'Rye' }, 'PUT'))).headers.get('etag')).not.toBe(etag)
    expect((await app.call('/items')).headers.get('etag')).toBeNull()
  })

  it('save who has it already the body', async () => {
    const { path, etag } = await createItem()
    for (const tags of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const reply = await app.request(path, when(tags, {}, 'if-none-match'))
      expect([reply.status, await reply.text(), reply.headers.get('etag')]).toEqual([304, '', etag])
      expect(reply.headers.get('content-type')).toBeNull()
    }
    expect((await app.request(path, when('"x"', {}, 'if-none-match'))).status).toBe(200)
  })

  it('keep a change from undoing one that its sender did not see', async () => {
    const { path, etag } = await createItem()
    const mine = await app.call(path, when(etag, json({ name: 'Mine' }, 'PUT')))
    expect([mine.status, mine.body.name]).toEqual([200, 'Mine'])
    for (const init of [json({ name: 'Theirs' }, 'PUT'), { method: 'DELETE' }]) {
      for (const tags of [etag, '"x"', `W/${mine.headers.get('etag')}`, 'nonsense']) {
        const late = await app.call(path, when(tags, init))
        expect([late.status, late.body.code]).toEqual([412, 'precondition_failed'])
      }
    }
    expect((await app.call(path)).body.name).toBe('Mine')
    expect((await app.call(path, when('*', json({ name: 'Any' }, 'PUT')))).status).toBe(200)
    const now = (await app.call(path)).headers.get('etag')!
    expect((await app.request(path, when(`"x", ${now}`, { method: 'DELETE' }))).status).toBe(204)
    expect((await app.call(path, when(now, { method: 'DELETE' }))).status).toBe(404)
  })

  it('let one of many at the same moment through', async () => {
    const { path, etag } = await createItem()
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) => app.call(path, when(etag, json({ name: `${n}` }, 'PUT')))),
    )
    const through = replies.filter((reply) => reply.status === 200)
    expect(through).toHaveLength(1)
    expect(replies.filter((reply) => reply.status === 412)).toHaveLength(19)
    expect((await app.call(path)).body).toEqual(through[0]!.body)
  })

  it("tell nothing of another's row", async () => {
    const { path, etag } = await createItem()
    const other = await appAs(database)
    for (const tags of [etag, '"x"']) {
      const reply = await other.call(path, when(tags, json({ name: 'x' }, 'PUT')))
      expect([reply.status, reply.headers.get('etag')]).toEqual([404, null])
    }
  })

  it('guard what admins change', async () => {
    const admin = await appAs(database, { role: 'admin' })
    const source = { name: 's', feed_url: 'https://s.example/feed' }
    const path = (await admin.call('/api/v1/sources', json(source))).headers.get('location')!
    for (const init of [json({ name: 't' }, 'PATCH'), { method: 'DELETE' }]) {
      expect((await admin.call(path, when('"x"', init))).status).toBe(412)
      const etag = (await admin.call(path)).headers.get('etag')!
      expect((await admin.request(path, when(etag, init))).status).toBeLessThan(300)
    }
  })

  it('guard articles, which only admins delete', async () => {
    const { admin, path } = await pushArticle('a')
    const etag = (await admin.call(path)).headers.get('etag')!
    expect((await app.call(path, when(etag, { method: 'DELETE' }))).status).toBe(403)
    expect((await admin.call(path, when('"x"', { method: 'DELETE' }))).status).toBe(412)
    expect((await admin.request(path, when(etag, { method: 'DELETE' }))).status).toBe(204)
  })

  it('match nothing where there is nothing yet, and nothing is made then', async () => {
    const article = await pushArticle('b')
    const { admin } = article
    const path = `${article.path}/summaries/m`
    for (const tags of ['"x"', '*']) {
      const reply = await admin.call(path, when(tags, json({ summary_text: 'Short.' }, 'PUT')))
      expect([reply.status, reply.body.code]).toEqual([412, 'precondition_failed'])
    }
    expect((await admin.call(path)).status).toBe(404)
    expect((await admin.call(path, json({ summary_text: 'Short.' }, 'PUT'))).status).toBe(200)
    expect((await admin.call(path, when('*', json({ summary_text: 'Other.' }, 'PUT')))).status).toBe(200)
  })

  it('of the form * ask nothing of what has none', async () => {
    const reply = await app.call('/api/v1/feed-token', when('*', { method: 'PUT' }))
    expect(reply.status).toBeLessThan(300)
  })

  it('guard every single resource of the caller', async () => {
    const todo = await app.call('/api/todos', json({ description: 'x' }))
    const token = await app.call('/api/v1/tokens', json({ name: 'x' }))
    for (const [path, init] of [
      [`/api/todos/${todo.body.id}`, json({ completed: true }, 'PATCH')],
      [`/api/todos/${todo.body.id}`, { method: 'DELETE' }],
      [`/api/v1/tokens/${token.body.id}`, { method: 'DELETE' }],
      ['/api/v1/me', json({ brief_hour: 7 }, 'PATCH')],
    ] as const) {
      expect((await app.call(path)).headers.get('etag')).toMatch(/^".+"$/)
      expect((await app.call(path, when('"x"', init))).status).toBe(412)
      const { etag } = { etag: (await app.call(path)).headers.get('etag')! }
      expect((await app.request(path, when(etag, init))).status).toBeLessThan(300)
    }
  })
})
