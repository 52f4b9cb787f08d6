import { beforeAll, describe, expect, it } from 'vitest'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
/** The platform's queue, which lies outside: it keeps what is sent, or refuses it. */
const queue = {
  sent: [] as { source_id: number; leased_until: string }[],
  refuses: false,
  async sendBatch(messages: { body: { source_id: number; leased_until: string } }[]) {
    if (queue.refuses) throw new Error('the queue is away')
    queue.sent.push(...messages.map((message) => message.body))
  },
}
let admin: TestApp
let reader: TestApp
beforeAll(async () => {
  admin = await appAs(database, { role: 'admin', env: { INGEST_QUEUE: queue } })
  reader = await appAs(database, { env: { INGEST_QUEUE: queue } })
})

let counter = 0
const feedUrl = () => `https://feeds.example/${++counter}.xml`
const add = async (body: object = {}) =>
  (await admin.call('/api/v1/sources', json({ name: 'A feed', feed_url: feedUrl(), ...body }))).body
const next = (headers: Headers) => /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]

describe('sources', () => {
  it('adds one, in one round trip, and queues its first fetch', async () => {
    const reply = await admin.call(
      '/api/v1/sources',
      json({ name: 'Harbour', feed_url: 'HTTPS://Harbour.example:443/feed#top', tags: ['sea'] }),
    )
    expect(reply.status).toBe(201)
    expect(reply.headers.get('location')).toBe(`/api/v1/sources/${reply.body.id}`)
    expect(reply.headers.get('server-timing')).toContain('1 round trip"')
    expect(reply.body).toMatchObject({
      feed_url: 'https://harbour.example/feed',
      url: 'https://harbour.example',
      credibility_score: 0.5,
      is_active: true,
      tags: ['sea'],
      error_count: 0,
    })
    const { id: source_id, leased_until } = reply.body
    expect(queue.sent.at(-1)).toEqual({ source_id, leased_until })
    expect((await reader.call(`/api/v1/sources/${source_id}`)).body).toEqual(reply.body)
  })

  it('names the site after the feed where another feed of that site came first', async () => {
    const [first, second] = [await add(), await add()]
    expect(second.url).toBe(second.feed_url)
    expect(first.url).not.toBe(second.url)
  })

  it('names the address that is taken', async () => {
    const source = await add({ url: 'https://taken.example/' })
    const again = (body: object) => admin.call('/api/v1/sources', json({ name: 'x', ...body }))
    const byFeed = await again({ feed_url: source.feed_url, url: 'https://other.example/' })
    expect([byFeed.status, byFeed.body.errors[0].pointer]).toEqual([409, '#/feed_url'])
    const bySite = await again({ feed_url: feedUrl(), url: 'https://taken.example/' })
    expect([bySite.status, bySite.body.errors[0].pointer]).toEqual([409, '#/url'])
    const other = await add()
    const moved = await admin.call(
      `/api/v1/sources/${other.id}`,
      json({ feed_url: source.feed_url }, 'PATCH'),
    )
    expect([moved.status, moved.body.errors[0].pointer]).toEqual([409, '#/feed_url'])
  })

  it('adds a source though the queue is away, and leaves it to the next tick', async () => {
    queue.refuses = true
    const source = await add()
    queue.refuses = false
    const rows = await database.query('select leased_until from sources where id = $1', [source.id])
    expect(rows).toEqual([{ leased_until: null }])
  })

  it.each(['PATCH', 'PUT'])('%s changes only the fields that are present', async (method) => {
    const source = await add({ tags: ['a'], credibility_score: 0.9 })
    const change = { name: 'Renamed', is_active: false }
    const { status, body } = await admin.call(`/api/v1/sources/${source.id}`, json(change, method))
    expect(status).toBe(200)
    const { updated_at, ...rest } = source
    expect(body).toMatchObject({ ...rest, ...change })
    expect(Date.parse(body.updated_at)).toBeGreaterThan(Date.parse(updated_at))
  })

  it('forgets what it knew of the old feed when the feed moves', async () => {
    const source = await add()
    await database.query(
      `update sources set etag = '"a"', last_modified = 'then', last_error = 'Oh.', error_count = 3,
         redirect_url = 'https://x.example', redirect_count = 2, next_fetch_at = now() + interval '1 day'
       where id = $1`,
      [source.id],
    )
    const renamed = await admin.call(`/api/v1/sources/${source.id}`, json({ name: 'Same feed' }, 'PATCH'))
    expect(renamed.body).toMatchObject({ etag: '"a"', error_count: 3, leased_until: source.leased_until })
    const { body } = await admin.call(`/api/v1/sources/${source.id}`, json({ feed_url: feedUrl() }, 'PATCH'))
    const nothing = { etag: null, last_modified: null, last_error: null, redirect_url: null }
    expect(body).toMatchObject({ ...nothing, error_count: 0, redirect_count: 0, leased_until: null })
    expect(Date.parse(body.next_fetch_at)).toBeLessThanOrEqual(Date.now())
  })

  it('deletes one with its articles and history', async () => {
    const { id } = await add()
    await database.query(
      `insert into articles (source_id, title, link, content_hash, published_at)
       values ($1, 't', 'https://x.example', repeat('a', 64), now())`,
      [id],
    )
    await database.query(
      "insert into fetches (source_id, started_at, duration_ms, outcome) values ($1, now(), 1, 'ok')",
      [id],
    )
    expect((await admin.request(`/api/v1/sources/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await admin.request(`/api/v1/sources/${id}`, { method: 'DELETE' })).status).toBe(404)
    expect(await database.query('select id from articles where source_id = $1', [id])).toEqual([])
  })

  it('lists by id, page after page, and filters', async () => {
    const tag = 'listed'
    const made = [
      await add({ tags: [tag, 'x'] }),
      await add({ tags: [tag], is_active: false }),
      await add({ tags: [tag] }),
    ]
    await database.query('update sources set error_count = 2 where id = $1', [made[2].id])
    const ids = async (query: string) =>
      (await reader.call(`/api/v1/sources?tag=${tag}&${query}`)).body.map((source: { id: number }) =>
        made.findIndex((one) => one.id === source.id),
      )
    expect(await ids('')).toEqual([0, 1, 2])
    expect(await ids('is_active=false')).toEqual([1])
    expect(await ids('is_active=true&failing=true')).toEqual([2])
    expect(await ids('failing=false')).toEqual([0, 1])
    expect(await ids(`q=${encodeURIComponent(made[1].feed_url.slice(8).toUpperCase())}`)).toEqual([1])
    expect(await ids('q=100%25')).toEqual([])
    const first = await reader.call(`/api/v1/sources?tag=${tag}&limit=2`)
    const second = await reader.call(next(first.headers)!)
    expect([...first.body, ...second.body].map((source) => source.id)).toEqual(made.map((one) => one.id))
    expect(next(second.headers)).toBeUndefined()
  })

  it('lets readers read and add, where they may, and only admins write', async () => {
    const { id } = await add()
    const opml = { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<opml><body/></opml>' }
    const before = await database.query('select * from sources order by id')
    const writes: [string, RequestInit][] = [
      [`/api/v1/sources/${id}`, json({ name: 'x' }, 'PATCH')],
      [`/api/v1/sources/${id}`, json({ name: 'x' }, 'PUT')],
      [`/api/v1/sources/${id}`, { method: 'DELETE' }],
      [`/api/v1/sources/${id}/fetch`, { method: 'POST' }],
      ['/api/v1/sources/discover', json({ url: 'https://site.example' })],
      ['/api/v1/sources/opml', opml],
    ]
    for (const [path, init] of writes) {
      const { status, body } = await reader.call(path, init)
      expect([path, init.method, status, body.code]).toEqual([path, init.method, 403, 'forbidden'])
    }
    const limited = await appAs(database, { env: { INGEST_QUEUE: queue, SOURCES_PER_READER: '0' } })
    for (const added of [{ name: 'x', feed_url: feedUrl() }, { url: 'https://site.example' }]) {
      expect(await limited.call('/api/v1/sources', json(added))).toMatchObject({
        status: 422,
        body: { code: 'limit_reached' },
      })
    }
    expect(await database.query('select * from sources order by id')).toEqual(before)
    for (const path of [`/api/v1/sources/${id}`, `/api/v1/sources/${id}/fetches`, '/api/v1/sources.opml']) {
      expect((await reader.request(path)).status).toBe(200)
    }
  })
})

describe('bad input to sources', () => {
  const bodies: [string, object, string][] = [
    ['neither feed nor site', { name: 'x' }, '#/feed_url'],
    ['a blank name', { name: ' ', feed_url: 'https://a.example/f' }, '#/name'],
    ['a private address', { name: 'x', feed_url: 'http://192.168.1.1/feed' }, '#/feed_url'],
    ['a mapped address', { name: 'x', feed_url: 'http://[::ffff:a00:1]/feed' }, '#/feed_url'],
    ['a password', { name: 'x', feed_url: 'https://u:p@a.example/f' }, '#/feed_url'],
    ['another scheme', { name: 'x', feed_url: 'ftp://a.example/f' }, '#/feed_url'],
    ['an address that grows', { name: 'x', feed_url: `https://a.example/${'ö'.repeat(200)}` }, '#/feed_url'],
    ['a site that is no address', { name: 'x', feed_url: 'https://a.example/f', url: 'a' }, '#/url'],
    [
      'a score over 1',
      { name: 'x', feed_url: 'https://a.example/f', credibility_score: 1.1 },
      '#/credibility_score',
    ],
    ['a tag that is no text', { name: 'x', feed_url: 'https://a.example/f', tags: [1] }, '#/tags/0'],
  ]
  it.each(bodies)('refuses %s by its pointer', async (_, body, pointer) => {
    const reply = await admin.call('/api/v1/sources', json(body))
    expect([reply.status, reply.body.code, reply.body.errors?.[0].pointer]).toEqual([
      400,
      'invalid_request',
      pointer,
    ])
  })

  it('answers 404 to an unknown source on every path', async () => {
    const at = '/api/v1/sources/2000000000'
    const calls: [string, RequestInit?][] = [
      [at],
      [at, json({ name: 'x' }, 'PATCH')],
      [at, { method: 'DELETE' }],
      [`${at}/fetch`, { method: 'POST' }],
      [`${at}/fetches`],
    ]
    for (const [path, init] of calls) expect((await admin.call(path, init)).body.code).toBe('not_found')
  })
})

describe('fetching now', () => {
  it('queues a lease, and refuses a second while the first is under way', async () => {
    const source = await add()
    await database.query('update sources set leased_until = null where id = $1', [source.id])
    const replies = await Promise.all(
      [1, 2, 3].map(() => admin.call(`/api/v1/sources/${source.id}/fetch`, { method: 'POST' })),
    )
    expect(replies.map((reply) => reply.status).sort()).toEqual([202, 409, 409])
    const queued = replies.find((reply) => reply.status === 202)!
    expect(queue.sent.filter((lease) => lease.source_id === source.id).at(-1)).toEqual(queued.body)
    expect(replies.find((reply) => reply.status === 409)!.body.detail).toContain('under way')
  })

  it('gives the lease back when it cannot be queued', async () => {
    const source = await add()
    await database.query('update sources set leased_until = null where id = $1', [source.id])
    queue.refuses = true
    const path = `/api/v1/sources/${source.id}/fetch`
    expect((await admin.request(path, { method: 'POST' })).status).toBe(500)
    queue.refuses = false
    expect((await admin.request(path, { method: 'POST' })).status).toBe(202)
  })

  it('pages through the history, newest first', async () => {
    const source = await add()
    await database.query(
      `insert into fetches (source_id, started_at, duration_ms, outcome)
       select $1, '2026-11-20T06:00:00Z'::timestamptz + make_interval(mins => n / 2), n, 'ok'
       from generate_series(1, 5) n`,
      [source.id],
    )
    const durations: number[] = []
    for (let path: string | undefined = `/api/v1/sources/${source.id}/fetches?limit=2`; path; ) {
      const { body, headers } = await reader.call(path)
      durations.push(...body.map((fetch: { duration_ms: number }) => fetch.duration_ms))
      path = next(headers)
    }
    expect(durations).toEqual([5, 4, 3, 2, 1])
  })
})
