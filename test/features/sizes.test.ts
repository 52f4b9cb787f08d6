import { beforeAll, describe, expect, it } from 'vitest'
import { type AnyJson, appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
let reader: TestApp
beforeAll(async () => {
  reader = await appAs(database, { role: 'admin' })
})

const MEGABYTE = 2 ** 20
const bytesOf = (body: unknown) => Buffer.byteLength(JSON.stringify(body))

/** Columns without a limit of their own that nobody but the service writes. */
const OURS = [
  // Made of the article's columns and of the topic's, which have limits.
  'articles.seen_in',
  'deliveries.found_in',
  'deliveries.matched_keywords',
  'deliveries.score_parts',
  // One of a few words of ours.
  'fetches.outcome',
  // A message of our own queue.
  'dead_letters.message',
  // An answer of ours, of which each user has so many.
  'idempotency_keys.response',
]

it('gives every column of text a limit in the database', async () => {
  const rows = await database.query<{ name: string }>(
    `select t.relname || '.' || a.attname as name
     from pg_attribute a join pg_class t on t.oid = a.attrelid
     where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
       and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'jsonb'::regtype, 'json'::regtype)
       and a.atttypmod = -1
       and not exists (
         select from pg_constraint c
         where c.conrelid = t.oid and c.contype = 'c' and a.attnum = any (c.conkey)
           and pg_get_constraintdef(c.oid) ~ '(char|octet)_length|= ANY|is_text_search_language'
       )
     order by 1`,
  )
  expect(rows.map(({ name }) => name).filter((name) => !OURS.includes(name))).toEqual([])
})

describe('a description', () => {
  it('has at most 10,000 characters, whatever bytes they take', async () => {
    const longest = '🥖'.repeat(10_000)
    const made = await reader.call('/items', json({ name: 'x', description: longest }))
    expect([made.status, made.body.description]).toEqual([201, longest])
    for (const description of [`${longest}x`, 'x'.repeat(MEGABYTE - 100)]) {
      const { status, body } = await reader.call('/items', json({ name: 'x', description }))
      expect([status, body.errors]).toEqual([
        400,
        [{ pointer: '#/description', message: 'must have at most 10000 characters' }],
      ])
    }
    await expect(
      database.query(`insert into items (user_id, name, description) values ($1, 'x', repeat('x', 10001))`, [
        reader.userId,
      ]),
    ).rejects.toThrow('items_description_length')
  })
})

describe('quotas', () => {
  const refused = { status: 422, body: { code: 'limit_reached' } }

  it('let a reader have so many items and todos, and again when one is deleted', async () => {
    const { call } = await appAs(database, { env: { ITEMS_PER_USER: '3', TODOS_PER_USER: '3' } })
    for (const [path, value] of [
      ['/items', { name: 'x' }],
      ['/api/todos', { description: 'x' }],
    ] as const) {
      const made = []
      for (let n = 0; n < 3; n++) made.push(await call(path, json(value)))
      expect(made.map(({ status }) => status)).toEqual([201, 201, 201])
      expect(await call(path, json(value))).toMatchObject(refused)
      expect((await call(`${path}/${made[0]!.body.id}`, { method: 'DELETE' })).status).toBe(204)
      expect((await call(path, json(value))).status).toBe(201)
      expect(await call(path, json(value))).toMatchObject(refused)
    }
  })

  it('count todos where other readers’ lie between them', async () => {
    const { call } = await appAs(database, { env: { TODOS_PER_USER: '3' } })
    for (let n = 0; n < 3; n++) {
      await reader.call('/api/todos', json({ description: 'between' }))
      expect((await call('/api/todos', json({ description: 'x' }))).status).toBe(201)
    }
    expect(await call('/api/todos', json({ description: 'x' }))).toMatchObject(refused)
  })

  it('keep so many answers for retries, and give those that are kept', async () => {
    const { call } = await appAs(database, { env: { IDEMPOTENCY_KEYS_PER_USER: '2' } })
    const create = (key: string) => {
      const init = json({ name: key })
      return call('/items', { ...init, headers: { ...init.headers, 'idempotency-key': key } })
    }
    const first = await create('one')
    expect([first.status, (await create('two')).status]).toEqual([201, 201])
    expect(await create('three')).toMatchObject(refused)
    expect((await create('one')).body).toEqual(first.body)
    expect((await call('/items')).body.total).toBe(2)
    expect((await call('/items', json({ name: 'without a key' }))).status).toBe(201)
  })
})

/** Reads a list to its end by its links. */
async function readAll(app: TestApp, first: string): Promise<{ rows: { id: unknown }[]; most: number }> {
  const rows: { id: unknown }[] = []
  let most = 0
  for (let path: string | undefined = first; path !== undefined; ) {
    const { status, body, headers } = await app.call(path)
    expect(status).toBe(200)
    most = Math.max(most, bytesOf(body))
    rows.push(...(body.items ?? body))
    path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
  }
  return { rows, most }
}

describe('pages', () => {
  it('are bounded in bytes, and lead to every row once', async () => {
    const app = await appAs(database)
    const own = [app.userId]
    // The worst there is in JSON: characters that are written as six.
    await database.query(
      `insert into items (user_id, name, description)
       select $1, n::text, repeat(E'\\x01', 10000) from generate_series(1, 60) n`,
      own,
    )
    await database.query(
      `insert into todos (user_id, description) select $1, 'x' || repeat(E'\\x01', 499) from generate_series(1, 1000)`,
      own,
    )
    await database.query(
      `with source as (
         insert into sources (name, url, feed_url) values ('Large', 'https://large.example', 'https://large.example/feed') returning id
       ), article as (
         insert into articles (source_id, title, link, content_hash, published_at, summary_raw)
         select id, 'Tide ' || n, 'https://large.example/' || n, encode(sha256(n::text::bytea), 'hex'), now(), repeat('🥖', 20000)
         from source, generate_series(1, 60) n returning id
       ), topic as (
         insert into topics (user_id, name) values ($1, 'Sea') returning id
       )
       insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts, matched_keywords)
       select $1, topic.id, article.id, current_date - article.id::int, 1, 1,
         '{"story":1,"meaning":1,"recency":1,"evidence":1,"credibility":1,"word_thumbs":1,"source_thumbs":1,"keyword_thumbs":1}',
         (select jsonb_agg(repeat('x', 100)) from generate_series(1, 300))
       from topic, article`,
      own,
    )
    const lists = [
      ['/items?limit=1000', 60],
      ['/api/todos?limit=1000', 1000],
      ['/api/todos', 1000],
      ['/api/v1/articles?limit=200', 60],
      ['/api/v1/articles?limit=200&q=tide', 60],
      ['/api/v1/articles?limit=200&q=tide&sort=date', 60],
      ['/api/v1/deliveries?limit=1000', 60],
    ] as const
    for (const [path, count] of lists) {
      const { rows, most } = await readAll(app, path)
      expect([path, new Set(rows.map(({ id }) => id)).size, rows.length]).toEqual([path, count, count])
      expect(most, path).toBeLessThan(MEGABYTE)
      expect(most, path).toBeGreaterThan(MEGABYTE / 2)
    }
  })

  it('give the first page of the site and the export of the same reader', async () => {
    const app = await appAs(database)
    await database.query(
      `insert into items (user_id, name, description) select $1, 'x', repeat('🥖', 10000) from generate_series(1, 300)`,
      [app.userId],
    )
    const page = await app.request('/?all', { headers: { accept: 'text/html' } })
    expect([page.status, (await page.text()).length < MEGABYTE]).toEqual([200, true])
    const all = await app.call('/api/v1/me/export')
    expect([all.status, all.body.items.length]).toEqual([200, 300])
  })
})

describe('lists that are no pages', () => {
  const HTML = { headers: { accept: 'text/html' } }

  it('leave texts out of a brief that would be too long, from its end', async () => {
    const app = await appAs(database)
    await database.query(
      `with source as (
         insert into sources (name, url, feed_url) values ('Long', 'https://long.example', 'https://long.example/feed') returning id
       ), article as (
         insert into articles (source_id, title, link, content_hash, published_at, summary_raw)
         select id, 'Long ' || n, 'https://long.example/' || n, encode(sha256(('long' || n)::bytea), 'hex'), now(), repeat('🥖', 20000)
         from source, generate_series(1, 60) n returning id
       ), topic as (
         insert into topics (user_id, name) select $1, 'Topic ' || n from generate_series(1, 50) n returning id
       )
       insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts)
       select $1, topic.id, (select min(id) from article) + n, current_date, n, 1,
         '{"story":1,"meaning":1,"recency":1,"evidence":1,"credibility":1,"word_thumbs":1,"source_thumbs":1,"keyword_thumbs":1}'
       from topic, generate_series(1, 3) n`,
      [app.userId],
    )
    const { body } = await app.call('/api/v1/briefs/today')
    expect(bytesOf(body)).toBeLessThan(MEGABYTE)
    const told: { topic_id: number; deliveries: AnyJson[] }[] = body.topics
    told.sort((a, b) => a.topic_id - b.topic_id)
    const texts = told.flatMap(({ deliveries }) =>
      deliveries.map(({ article }) => article.summary_raw !== null),
    )
    expect(texts).toHaveLength(150)
    expect(texts.slice(0, 3)).toEqual([true, true, true])
    expect(texts.slice(4)).not.toContain(true)
    for (const path of ['/', '/api/v1/briefs/today?format=html']) {
      expect((await (await app.request(path, HTML)).text()).length).toBeLessThan(MEGABYTE)
    }
  })

  it('end on the first page of a site with all todos, which says how to read on', async () => {
    const app = await appAs(database)
    await database.query(
      `insert into todos (user_id, description) select $1, repeat('🥖', 500) from generate_series(1, 900)`,
      [app.userId],
    )
    const page = await (await app.request('/?all', HTML)).text()
    expect(page.length).toBeLessThan(MEGABYTE)
    expect(page).toContain('<code>/api/todos</code>')
  })

  it('end on the page of sources, and in the history of one', async () => {
    await database.query(
      `with source as (
         insert into sources (name, url, feed_url, last_error)
         select 'Many ' || n, 'https://' || n || '.many.example', 'https://' || n || '.many.example/f', repeat('🥖', 1024)
         from generate_series(1, 400) n returning id
       )
       insert into fetches (source_id, started_at, duration_ms, outcome, error)
       select min(id), now() - n * interval '1 hour', 1, 'http_error', repeat(E'\\x01', 1024) from source, generate_series(1, 200) n group by n`,
    )
    const page = await (await reader.request('/sources', HTML)).text()
    expect(page.length).toBeLessThan(MEGABYTE)
    expect(page).toContain('<code>/api/v1/sources</code>')
    const [source] = await database.query<{ id: number }>(`select min(source_id) as id from fetches`)
    const { rows, most } = await readAll(reader, `/api/v1/sources/${source!.id}/fetches?limit=1000`)
    expect([rows.length, most < MEGABYTE]).toEqual([200, true])
  })
})

describe('searches', () => {
  const ask = (q: string) => reader.call(`/api/v1/articles?q=${encodeURIComponent(q)}`)

  it.each([
    ['a* or b* or c*', 'must have at least 2 letters before a *'],
    [
      Array.from({ length: 9 }, (_, n) => `word${n}*`).join(' or '),
      'must have at most 8 words that end in *',
    ],
    [Array.from({ length: 17 }, (_, n) => `word${n}`).join(' or '), 'must have at most 16 alternatives'],
  ])('%s: %s', async (q, message) => {
    const { status, body } = await ask(q)
    expect([status, body.errors]).toEqual([400, [{ pointer: '#/query/q', message }]])
  })

  it('take what is within the limits, and count what is said twice once', async () => {
    for (const q of [Array(60).fill('tide').join(' or '), '北*', 'ti* or ha*', ':* * -*']) {
      expect([q, (await ask(q)).status]).toEqual([q, 200])
    }
  })
})
