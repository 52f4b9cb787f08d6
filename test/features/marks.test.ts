import { beforeAll, describe, expect, it } from 'vitest'
import { arrange } from '../briefs/arrange.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const { source, article } = arrange(database)
let reader: TestApp
let path: string

beforeAll(async () => {
  reader = await appAs(database)
  const id = await article('Tide at the quay', { source_id: await source({ name: 'The Gazette' }) })
  path = `/api/v1/articles/${id}/mark`
})

const mark = (change: object, app = reader) => app.call(path, json(change, 'PUT'))
const items = async (app = reader) => (await app.call('/items')).body.items

describe('an article', () => {
  it('is saved once as an item with its link, however often it is saved at once', async () => {
    expect((await reader.call(path)).body).toMatchObject({ read_at: null, item_id: null })
    const saved = await Promise.all(Array.from({ length: 8 }, () => mark({ is_saved: true })))
    expect(saved.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect(new Set(saved.map(({ body }) => body.item_id)).size).toBe(1)
    expect(await items()).toMatchObject([
      { id: saved[0]!.body.item_id, name: 'Tide at the quay', description: 'The Gazette' },
    ])
    expect((await items())[0].link).toMatch(/^https:\/\/a\.example\//)
  })

  it('is no longer saved when its item is deleted, here or among the items', async () => {
    expect((await mark({ is_saved: false })).body.item_id).toBe(null)
    expect(await items()).toEqual([])
    const { item_id } = (await mark({ is_saved: true })).body
    await reader.call(`/items/${item_id}`, { method: 'DELETE' })
    expect((await reader.call(path)).body.item_id).toBe(null)
    expect((await mark({ is_saved: true })).body.item_id).not.toBe(item_id)
    expect(await items()).toHaveLength(1)
  })

  it('is read from the first time it was opened, until it is not', async () => {
    const { read_at } = (await mark({ is_read: true })).body
    expect(Date.parse(read_at)).toBeGreaterThan(Date.now() - 60_000)
    expect((await mark({ is_read: true })).body.read_at).toBe(read_at)
    expect((await mark({})).body).toMatchObject({ read_at, item_id: expect.any(String) })
    expect((await mark({ is_read: false })).body.read_at).toBe(null)
  })

  it('is each reader’s own to mark, within the quota of items', async () => {
    const other = await appAs(database, { env: { ITEMS_PER_USER: '1' } })
    expect((await other.call(path)).body.item_id).toBe(null)
    await other.call('/items', json({ name: 'the only one' }))
    expect(await mark({ is_saved: true }, other)).toMatchObject({
      status: 422,
      body: { code: 'limit_reached' },
    })
    expect((await mark({ is_read: true }, other)).status).toBe(200)
    expect((await reader.call(path)).body.read_at).toBe(null)
    expect((await reader.call('/api/v1/articles/999999/mark', json({ is_read: true }, 'PUT'))).status).toBe(
      404,
    )
    expect((await mark({ is_read: 'yes' })).status).toBe(400)
  })
})

describe('an item', () => {
  it.each([
    'javascript:alert(1)',
    'example.org',
    'https://',
    'ftp://a.example/',
    `https://a.example/${'x'.repeat(1024)}`,
  ])('leads nowhere but to a web address: %s', async (link) => {
    const { status, body } = await reader.call('/items', json({ name: 'x', link }))
    expect([status, body.errors?.[0].pointer]).toEqual([400, '#/link'])
  })

  it('has a link that can be set, changed and taken off, and the database has the last word', async () => {
    const { body } = await reader.call('/items', json({ name: 'Mill', link: 'https://mill.example/ä?b=1#c' }))
    expect(body.link).toBe('https://mill.example/ä?b=1#c')
    expect((await reader.call(`/items/${body.id}`, json({ link: null }, 'PUT'))).body.link).toBe(null)
    await expect(
      database.query(`update items set link = 'javascript:alert(1)' where id = $1`, [body.id]),
    ).rejects.toThrow('items_link_is_web_address')
  })
})
