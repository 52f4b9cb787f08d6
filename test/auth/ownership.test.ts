import { beforeAll, describe, expect, it } from 'vitest'
import { createContract } from '../../src/contract.ts'
import { contractsOf } from '../../src/http/api.ts'
import { type AnyJson, appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { type ExampleRequest, exampleRequest } from './example-request.ts'

const database = useTestDatabase()
const SECRET = 'only-adas-secret'

let ada: TestApp
let eve: TestApp
/** Ada's row of each collection, by the path of a single one. */
const rows: Record<string, string> = {}

beforeAll(async () => {
  ada = await appAs(database)
  eve = await appAs(database)
  const made = async (path: string, body: AnyJson) => (await ada.call(path, json(body))).body.id
  rows['/items/{id}'] = await made('/items', { name: SECRET, description: SECRET })
  rows['/api/todos/{id}'] = await made('/api/todos', { description: SECRET })
  rows['/api/v1/topics/{id}'] = await made('/api/v1/topics', { name: SECRET, keywords: [SECRET] })
  rows['/api/v1/tokens/{id}'] = await made('/api/v1/tokens', { name: SECRET })
  const [delivery] = await database.query<{ id: string }>(
    `with source as (insert into sources (name, url, feed_url) values ('s', 'https://s.example', 'https://s.example/f')
       returning id),
     article as (insert into articles (source_id, title, link, content_hash, published_at)
       select id, $2, 'https://s.example/a', repeat('0', 64), now() from source returning id)
     insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts)
     select $1, $3, id, current_date, 1, 1, '{}' from article returning id`,
    [ada.userId, SECRET, rows['/api/v1/topics/{id}']],
  )
  rows['/api/v1/deliveries/{id}'] = delivery!.id
  const [channel] = await database.query<{ id: string }>(
    `insert into channels (user_id, kind, address, name, format, state)
     values ($1, 'webhook', 'https://ada.example/', $2, 'json', 'active') returning id`,
    [ada.userId, SECRET],
  )
  rows['/api/v1/channels/{id}'] = channel!.id
  const [session] = await database.query<{ id: string }>(
    `insert into access_tokens (user_id, kind, name, token_hash, token_prefix, expires_at)
     values ($1, 'session', $2, repeat('0', 64), 'mb_', now() + interval '1 day') returning id`,
    [ada.userId, SECRET],
  )
  rows['/api/v1/sessions/{id}'] = session!.id
  await ada.call(
    `/api/v1/deliveries/${delivery!.id}/feedback`,
    json({ rating: 'up', comment: SECRET }, 'PUT'),
  )
  // That thumb has taught something about Ada.
  rows['/api/v1/tastes/{id}'] = (await ada.call('/api/v1/tastes')).body[0].id
})

/** Paths of rows that have an owner, and of rows that are everybody's, or an admin's to see. */
const OWNED = [
  '/items/{id}',
  '/api/todos/{id}',
  '/api/v1/topics/{id}',
  '/api/v1/tokens/{id}',
  '/api/v1/sessions/{id}',
  '/api/v1/deliveries/{id}',
  '/api/v1/channels/{id}',
  '/api/v1/tastes/{id}',
]
const SHARED = [
  '/api/v1/articles/{id}',
  '/api/v1/sources/{id}',
  '/api/v1/users/{id}',
  // The date of a brief of the caller's.
  '/api/v1/briefs/{date}',
]

const contracts = contractsOf(createContract())

/** Every route below a row of Ada's, whatever its verb. */
const routes = contracts.flatMap((contract): (ExampleRequest & { prefix: string })[] => {
  const prefix = OWNED.find((path) => contract.path.startsWith(path))
  return prefix ? [{ ...exampleRequest(contract), prefix }] : []
})

const at = ({ path, prefix }: { path: string; prefix: string }, id: string) => {
  const parts = path.split('/')
  parts[prefix.split('/').indexOf('{id}')] = id
  return parts.join('/')
}

const unknown = (prefix: string) =>
  prefix === '/items/{id}' ? '00000000-0000-4000-8000-0000000000ff' : '2147483000'

const shape = (reply: { status: number; body: AnyJson; headers: Headers }) => ({
  status: reply.status,
  body: { ...reply.body, request_id: '' },
  headers: [...reply.headers.keys()].sort(),
  timing: reply.headers.get('server-timing')?.match(/\d+ round trips?/)?.[0],
})

describe("another user's rows", () => {
  it('are tried on every path that names a row', () => {
    const known = [...OWNED, ...SHARED]
    const forgotten = contracts
      .filter(({ path }) => path.includes('{') && !known.some((prefix) => path.startsWith(prefix)))
      .map(({ path }) => `${path} has no row of Ada's`)
    expect(forgotten).toEqual([])
  })

  it('are many, by every verb', () => {
    expect(routes.length).toBeGreaterThanOrEqual(15)
  })

  it.each(routes.map((route) => [route.name, route] as const))(
    'are to others as if they were not there: %s',
    async (_, route) => {
      const theirs = await eve.call(at(route, rows[route.prefix]!), route.init)
      expect([theirs.status, theirs.body.code]).toEqual([404, 'not_found'])
      expect(shape(theirs)).toEqual(shape(await eve.call(at(route, unknown(route.prefix)), route.init)))
    },
  )

  it('are in no list, no count, no order and no link', async () => {
    const nobody = await appAs(database)
    const lists = contractsOf(createContract())
      .map((contract) => exampleRequest(contract))
      .filter(({ init, path, isOpen, isForAdmins }) => {
        return init.method === 'GET' && !isOpen && !isForAdmins && !/articles|sources/.test(path)
      })
    for (const { path } of lists) {
      const [hers, empty] = [await eve.request(path), await nobody.request(path)]
      const text = await hers.text()
      expect([path, text.includes(SECRET)]).toEqual([path, false])
      expect([path, hers.status, hers.headers.get('link')]).toEqual([path, empty.status, null])
    }
    expect((await eve.call('/items?limit=1')).body).toEqual({ items: [], total: 0 })
    expect((await eve.call('/api/todos?limit=1')).body).toEqual([])
  })

  it('are whole afterwards', async () => {
    for (const [path, id] of Object.entries(rows)) {
      if (path === '/api/v1/deliveries/{id}' || path === '/api/v1/sessions/{id}') continue
      expect([path, (await ada.call(path.replace('{id}', id))).status]).toEqual([path, 200])
    }
    const sessions = (await ada.call('/api/v1/sessions')).body
    expect(sessions.map(({ id }: { id: number }) => id)).toEqual([Number(rows['/api/v1/sessions/{id}'])])
    expect(await database.query('select rating, comment from feedback')).toEqual([
      { rating: 'up', comment: SECRET },
    ])
  })

  it('do not keep a name from others', async () => {
    const topic = json({ name: SECRET, keywords: ['x'] })
    expect((await eve.call('/api/v1/topics', topic)).status).toBe(201)
    const twin = await eve.call('/api/v1/topics', topic)
    expect(twin.status).toBe(409)
    expect(JSON.stringify(twin.body)).not.toContain(SECRET)
  })
})
