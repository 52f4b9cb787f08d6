import { beforeAll, describe, expect, it } from 'vitest'
import { readFeed } from '../../src/ingest/read-feed.ts'
import { ago, arrange } from '../briefs/arrange.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const { article, source, topic } = arrange(database)
const NOW = new Date().toISOString()
let app: TestApp
let topicId: number
beforeAll(async () => {
  app = await appAs(database, { time_zone: 'Asia/Kathmandu' })
  topicId = await topic(app.userId, ['ginger'], { name: 'Roots <&> "herbs"' })
  await topic(app.userId, ['nothing'], { name: 'Zen' })
  await article('Ginger & <script>alert(1)</script> co', {
    source_id: await source({ name: 'The "Daily" <Root>', credibility: 0.9 }),
    summary: '<p>Ginger grows well in shade. Farmers in the valley doubled their harvest this year.</p>',
    published_at: ago(3, NOW),
  })
  await article('生姜の話 ginger', { published_at: ago(5, NOW) })
  await app.call('/api/v1/briefs/today', { method: 'POST' })
})

const today = async (query = '', headers = {}) => {
  const response = await app.request(`/api/v1/briefs/today${query}`, { headers })
  return { response, text: await response.text() }
}

describe('briefs', () => {
  it('reads today, grouped by topic, with reasons, parts and summaries', async () => {
    const { status, body } = await app.call('/api/v1/briefs/today')
    expect(status).toBe(200)
    expect(body.time_zone).toBe('Asia/Kathmandu')
    expect(body.date).toBe(new Date(Date.parse(NOW) + 5.75 * 3600_000).toISOString().slice(0, 10))
    expect(
      body.topics.map((each: { name: string; deliveries: [] }) => [each.name, each.deliveries.length]),
    ).toEqual([
      ['Roots <&> "herbs"', 2],
      ['Zen', 0],
    ])
    const [first] = body.topics[0].deliveries
    expect(first).toMatchObject({
      position: 1,
      matched_keywords: ['ginger'],
      feedback: null,
      article: { summary: { model: 'extract', text: expect.stringContaining('doubled their harvest') } },
    })
    expect(first.reason).toMatch(/^“ginger” in the title; [23] hours old; a source of high credibility$/)
  })

  it('reads any date, also one without a brief, and lists those that had one', async () => {
    const other = await app.call('/api/v1/briefs/2020-02-29')
    expect(other.body).toMatchObject({ date: '2020-02-29', built_at: null })
    expect(other.body.topics.every((each: { deliveries: [] }) => each.deliveries.length === 0)).toBe(true)
    for (const date of ['2020-02-30', 'yesterday', '2020-1-1', '0000-01-01'])
      expect((await app.call(`/api/v1/briefs/${date}`)).body.errors[0].pointer).toBe('#/path/date')
    await database.query(
      `insert into briefs (user_id, delivery_date) values ($1, '2020-02-28'), ($1, '2020-02-29')`,
      [app.userId],
    )
    const first = await app.call('/api/v1/briefs?limit=2')
    expect(first.body).toMatchObject([
      { topics: 1, deliveries: 2 },
      { date: '2020-02-29', topics: 0, deliveries: 0 },
    ])
    const next = await app.call(/<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!)
    expect(next.body).toMatchObject([{ date: '2020-02-28' }])
    expect((await app.call('/api/v1/briefs?cursor=x')).status).toBe(400)
  })

  it('speaks JSON, text and HTML, by ?format= or Accept', async () => {
    const types = async (query: string, accept?: string) =>
      (await today(query, accept ? { accept } : {})).response.headers.get('content-type')
    expect(await types('')).toMatch('application/json')
    expect(await types('', '*/*')).toMatch('application/json')
    expect(await types('', 'text/html,application/xhtml+xml;q=0.9')).toMatch('text/html')
    expect(await types('', 'text/plain')).toMatch('text/plain')
    expect(await types('', 'image/png')).toMatch('application/json')
    expect(await types('?format=text', 'text/html')).toMatch('text/plain')
    expect((await today('?format=pdf')).response.status).toBe(400)
    expect((await today()).response.headers.get('vary')).toContain('Accept')
  })

  it('writes HTML fit for an e-mail, with every text of a feed escaped', async () => {
    const { response, text } = await today('?format=html')
    expect(text).toContain(
      '<h2 style="font-size:18px;margin:28px 0 8px;border-bottom:1px solid #d8d4cc;padding-bottom:4px">Roots &lt;&amp;&gt; &quot;herbs&quot;</h2>',
    )
    expect(text).toContain('Ginger &amp; &lt;script&gt;')
    expect(text).not.toMatch(/<(script|img|link|iframe|style)\b/i)
    expect(text).toContain('Nothing sure enough on this topic today.')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('writes text in lines of at most 72 columns', async () => {
    const { text } = await today('?format=text')
    expect(text).toContain('1. Ginger & <script>alert(1)</script> co\n   The "Daily" <Root>\n')
    expect(text).toContain('   Why: “ginger” in the title;')
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(72)
  })

  it('tells a reader without topics what to do', async () => {
    const newcomer = await appAs(database)
    const text = await (await newcomer.request('/api/v1/briefs/today?format=text')).text()
    expect(text).toContain('You have no topics yet.')
  })

  it('keeps a deleted source out without an error, and fills its places on request', async () => {
    const reader = await appAs(database)
    await topic(reader.userId, ['ginseng'])
    const doomed = await source()
    await article('Ginseng one', { source_id: doomed, published_at: ago(1, NOW) })
    expect(
      (await reader.call('/api/v1/briefs/today', { method: 'POST' })).body.topics[0].deliveries,
    ).toHaveLength(1)
    await database.query('delete from sources where id = $1', [doomed])
    const without = await reader.call('/api/v1/briefs/today')
    expect([without.status, without.body.topics[0].deliveries]).toEqual([200, []])
    await article('Quite another ginseng', { published_at: ago(2, NOW) })
    const filled = await reader.call('/api/v1/briefs/today', { method: 'POST' })
    expect(filled.body.topics[0].deliveries[0]).toMatchObject({
      position: 1,
      article: { title: 'Quite another ginseng' },
    })
  })
})

describe('briefs.atom', () => {
  it('opens with its private token only, and shows the deliveries to any feed reader', async () => {
    expect((await app.call('/api/v1/feed-token')).status).toBe(404)
    const made = await app.call('/api/v1/feed-token', { method: 'PUT' })
    expect(made.body.token).toMatch(/^mbf_[\w-]{43}$/)
    expect(made.headers.get('cache-control')).toBe('no-store')
    const path = made.body.url.replace(/^https?:\/\/[^/]+/, '')
    const nobody = { headers: { authorization: 'none' } }
    const response = await app.request(path, nobody)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
    const bytes = new Uint8Array(await response.arrayBuffer())
    const feed = await readFeed(bytes, {
      url: made.body.url,
      contentType: 'application/atom+xml',
      contentLanguage: null,
      contentLocation: null,
      now: new Date(),
    })
    expect(feed.skipped).toEqual([])
    expect(feed.articles.map(({ title }) => title).sort()).toEqual([
      'Ginger & <script>alert(1)</script> co',
      '生姜の話 ginger',
    ])
    const bearer = { headers: { authorization: `Bearer ${made.body.token}` } }
    expect((await app.call('/api/v1/topics', bearer)).status).toBe(401)
    const stored = await database.query('select * from feed_tokens where user_id = $1', [app.userId])
    expect(JSON.stringify(stored)).not.toContain(made.body.token)

    const again = await app.call('/api/v1/feed-token', { method: 'PUT' })
    expect((await app.request(path, nobody)).status).toBe(401)
    expect((await app.request(again.body.url.replace(/^https?:\/\/[^/]+/, ''), nobody)).status).toBe(200)
    expect((await app.request('/api/v1/feed-token', { method: 'DELETE' })).status).toBe(204)
    expect((await app.request(again.body.url.replace(/^https?:\/\/[^/]+/, ''), nobody)).status).toBe(401)
    expect((await app.call('/api/v1/briefs.atom', nobody)).body.errors[0].pointer).toBe('#/query/token')
  })
})

describe('deliveries', () => {
  it('lists them newest first in pages, filtered by topic and date', async () => {
    const all = await app.call('/api/v1/deliveries')
    expect(all.body).toHaveLength(2)
    expect(all.body[0]).toMatchObject({
      user_id: app.userId,
      topic_id: topicId,
      title: expect.any(String),
      feedback: null,
    })
    const first = await app.call('/api/v1/deliveries?limit=1')
    const next = await app.call(/<([^>]+)>/.exec(first.headers.get('link')!)![1]!)
    expect([...first.body, ...next.body]).toEqual(all.body)
    expect((await app.call(`/api/v1/deliveries?topic_id=${topicId}`)).body).toHaveLength(2)
    expect((await app.call('/api/v1/deliveries?until=2020-01-01')).body).toEqual([])
    expect((await app.call('/api/v1/deliveries?since=x')).body.errors[0].pointer).toBe('#/query/since')
    expect((await (await appAs(database)).call('/api/v1/deliveries')).body).toEqual([])
  })
})

describe('feedback', () => {
  it('is set, changed, read with the brief, and taken back', async () => {
    const [{ id }] = (await app.call('/api/v1/deliveries')).body
    const path = `/api/v1/deliveries/${id}/feedback`
    expect((await app.call(path)).status).toBe(404)
    const up = await app.call(path, json({ rating: 'up', comment: 'More' }, 'PUT'))
    expect([up.status, up.body]).toMatchObject([200, { rating: 'up', comment: 'More', delivery_id: id }])
    const down = await app.call(path, json({ rating: 'down' }, 'PUT'))
    expect(down.body).toMatchObject({ id: up.body.id, rating: 'down', comment: null })
    expect((await app.call(path)).body).toEqual(down.body)
    const shown = (await app.call('/api/v1/deliveries')).body.find((row: { id: number }) => row.id === id)
    expect(shown.feedback).toEqual({ rating: 'down', comment: null })
    const other = await appAs(database)
    for (const init of [{}, json({ rating: 'up' }, 'PUT'), { method: 'DELETE' }])
      expect((await other.call(path, init)).status).toBe(404)
    expect((await app.call(path, json({ rating: 'meh' }, 'PUT'))).body.errors[0].pointer).toBe('#/rating')
    expect((await app.request(path, { method: 'DELETE' })).status).toBe(204)
    expect((await app.request(path, { method: 'DELETE' })).status).toBe(404)
  })
})
