import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let app: TestApp
beforeAll(async () => {
  app = await appAs(database)
})

const create = async (body: unknown = { name: 'Bread flour' }) => (await app.call('/items', json(body))).body

describe('items', () => {
  it('creates one and answers with the row and its address', async () => {
    const { status, body, headers } = await app.call(
      '/items',
      json({ name: 'Brötchen 🥐', description: 'two' }),
    )
    expect(status).toBe(201)
    expect(body).toMatchObject({ name: 'Brötchen 🥐', description: 'two', user_id: app.userId })
    expect(headers.get('location')).toBe(`/items/${body.id}`)
    expect((await app.call(`/items/${body.id}`)).body).toEqual(body)
  })

  it('changes only the fields that are present', async () => {
    const item = await create({ name: 'Yeast', description: 'dry' })
    const renamed = await app.call(`/items/${item.id}`, json({ name: 'Fresh yeast' }, 'PUT'))
    expect(renamed.body).toMatchObject({ name: 'Fresh yeast', description: 'dry' })
    expect(Date.parse(renamed.body.updated_at)).toBeGreaterThan(Date.parse(item.updated_at))
    const emptied = await app.call(`/items/${item.id}`, json({ description: null }, 'PUT'))
    expect(emptied.body).toMatchObject({ name: 'Fresh yeast', description: null })
  })

  it('deletes one for good', async () => {
    const item = await create()
    expect((await app.request(`/items/${item.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await app.call(`/items/${item.id}`)).status).toBe(404)
    expect((await app.call(`/items/${item.id}`, { method: 'DELETE' })).status).toBe(404)
  })

  it('hides the items of others', async () => {
    const item = await create()
    const other = await appAs(database)
    expect((await other.call(`/items/${item.id}`)).body.code).toBe('not_found')
    expect((await other.call(`/items/${item.id}`, json({ name: 'mine' }, 'PUT'))).status).toBe(404)
    expect((await other.call(`/items/${item.id}`, { method: 'DELETE' })).status).toBe(404)
    expect((await other.call('/items')).body).toEqual({ items: [], total: 0 })
    expect((await app.call(`/items/${item.id}`)).body.name).toBe('Bread flour')
  })

  it('lists newest first, by offset and by cursor alike', async () => {
    const reader = await appAs(database)
    for (let n = 1; n <= 5; n++) await reader.call('/items', json({ name: `item ${n}` }))
    const names = (page: { items: { name: string }[] }) => page.items.map((item) => item.name)
    const first = await reader.call('/items?limit=2')
    expect(names(first.body)).toEqual(['item 5', 'item 4'])
    expect(first.body.total).toBe(5)
    expect(names((await reader.call('/items?limit=2&offset=2')).body)).toEqual(['item 3', 'item 2'])
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!
    const second = await reader.call(next)
    expect(names(second.body)).toEqual(['item 3', 'item 2'])
    const last = await reader.call(/<([^>]+)>/.exec(second.headers.get('link')!)![1]!)
    expect(names(last.body)).toEqual(['item 1'])
    expect(last.headers.get('link')).toBeNull()
  })

  it('counts lengths in characters, as Postgres does', async () => {
    expect((await app.call('/items', json({ name: '🥖'.repeat(255) }))).status).toBe(201)
    expect((await app.call('/items', json({ name: '🥖'.repeat(256) }))).body.errors).toEqual([
      { pointer: '#/name', message: 'must have at most 255 characters' },
    ])
  })
})

describe('bad input to items', () => {
  const bodies: [string, unknown, string][] = [
    ['a blank name', { name: ' \t\u00a0' }, '#/name'],
    ['no name', {}, '#/name'],
    ['a name that is no text', { name: 7 }, '#/name'],
    ['a name of 256 characters', { name: 'x'.repeat(256) }, '#/name'],
    ['a NUL in the name', { name: 'a\u0000b' }, '#/name'],
    ['half a surrogate pair', { name: 'a\ud800b' }, '#/name'],
    ['a NUL in the description', { name: 'a', description: '\u0000' }, '#/description'],
    ['a description that is no text', { name: 'a', description: [] }, '#/description'],
    ['a body that is no object', [1], '#'],
  ]
  it.each(bodies)('refuses %s by its pointer', async (_, body, pointer) => {
    const reply = await app.call('/items', json(body))
    expect(reply.status).toBe(400)
    expect(reply.headers.get('content-type')).toBe('application/problem+json')
    expect(reply.body).toMatchObject({ code: 'invalid_request', status: 400 })
    expect(reply.body.request_id).toBe(reply.headers.get('x-request-id'))
    expect(reply.body.errors[0].pointer).toBe(pointer)
  })

  const queries = [
    'limit=0',
    'limit=-1',
    'limit=1001',
    'limit=1e3',
    'limit=x',
    'offset=-1',
    'offset=99999999999',
    'cursor=x',
  ]
  it.each(queries)('refuses ?%s', async (query) => {
    const { status, body } = await app.call(`/items?${query}`)
    expect([status, body.code]).toEqual([400, 'invalid_request'])
    expect(body.errors[0].pointer).toBe(`#/query/${query.split('=')[0]}`)
  })

  it('answers 400 to a malformed id and 404 to an unknown one', async () => {
    expect((await app.call('/items/17')).body.errors[0]).toEqual({
      pointer: '#/path/id',
      message: 'must be a UUID',
    })
    expect((await app.call(`/items/${randomUUID()}`)).body.code).toBe('not_found')
    // Of no version that RFC 9562 knows, and a UUID to Postgres all the same.
    expect((await app.call('/items/11111111-1111-1111-1111-111111111111')).body.code).toBe('not_found')
  })
})
