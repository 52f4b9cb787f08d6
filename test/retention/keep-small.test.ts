import { beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { keepSmall } from '../../src/retention/keep-small.ts'
import { limitMet } from '../../src/web/status/storage.tsx'
import { arrange } from '../briefs/arrange.ts'
import { appAs } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { article, ingestOn } from '../ingest/store/harness.ts'

const database = useTestDatabase()
const arranged = arrange(database)
const { addSource, store } = ingestOn(database)
const run = () =>
  keepSmall(readConfig({ DATABASE_URL: database.url, SLOW_QUERY_MS: '60000', ARTICLE_DAYS: '90' }))

const DAY = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString()
const titles = async () =>
  (await database.query<{ title: string }>('select title from articles order by id')).map(
    ({ title }) => title,
  )

/** Twenty articles of today, which are kept whatever their age. */
const fresh = (source_id: number, published_at = daysAgo(0)) =>
  database.query(
    `insert into articles (source_id, title, link, published_at, content_hash)
     select $1, 'fresh', 'https://fresh.example/' || n, $2, encode(sha256(('fresh' || $1::int || n)::bytea), 'hex')
     from generate_series(1, 20) n`,
    [source_id, published_at],
  )

beforeEach(() => database.query('delete from users; delete from sources; delete from removed_articles'))

describe('articles', () => {
  it('go when they are older than readers expect, and stay when they were delivered or stood under a delivery', async () => {
    const source_id = await arranged.source()
    await fresh(source_id)
    const [young, old, delivered, reported] = await Promise.all(
      [89, 91, 91, 91].map((days, n) =>
        arranged.article(`article ${n}`, { source_id, published_at: daysAgo(days) }),
      ),
    )
    const user_id = await arranged.user()
    const topic_id = await arranged.topic(user_id, ['tide'])
    const [delivery] = await database.query<{ id: number }>(
      `insert into deliveries (user_id, topic_id, article_id, delivery_date, position, score, score_parts)
       values ($1, $2, $3, current_date - 91, 1, 1, '{}') returning id`,
      [user_id, topic_id, delivered],
    )
    await database.query(
      'insert into delivery_reports (user_id, delivery_id, article_id) values ($1, $2, $3)',
      [user_id, delivery!.id, reported],
    )
    await run()
    const ids = await database.query<{ id: number }>(
      `select id::int from articles where title <> 'fresh' order by id`,
    )
    expect(ids.map(({ id }) => id)).toEqual([young, delivered, reported].sort((a, b) => a! - b!))
    expect(ids.map(({ id }) => id)).not.toContain(old)
  })

  it('of a source that seldom writes stay: the newest twenty, however old', async () => {
    const source_id = await arranged.source()
    await fresh(source_id, daysAgo(400))
    await arranged.article('older still', { source_id, published_at: daysAgo(401) })
    await run()
    expect(await titles()).toEqual(Array(20).fill('fresh'))
  })

  it('go by the thousand in small statements', async () => {
    const source_id = await arranged.source()
    await fresh(source_id)
    await database.query(
      `insert into articles (source_id, title, link, published_at, content_hash)
       select $1, 'old', 'https://old.example/' || n, now() - interval '100 days', encode(sha256(('old' || n)::bytea), 'hex')
       from generate_series(1, 1100) n`,
      [source_id],
    )
    await run()
    expect(await titles()).toEqual(Array(20).fill('fresh'))
  })

  it('do not come back while their feed lists them, dated or not', async () => {
    const source_id = await addSource('almanac')
    await fresh(source_id)
    const entries = [
      article('dated', { published_at: daysAgo(91), guid: 'dated' }),
      article('undated', { date_is_guess: true, guid: 'undated' }),
    ]
    await store(source_id, entries)
    await database.query(
      `update articles set published_at = now() - interval '91 days' where title <> 'fresh'`,
    )
    expect(await titles()).toHaveLength(22)
    await run()
    expect(await titles()).toHaveLength(20)
    for (let fetch = 0; fetch < 2; fetch++) {
      const report = await store(source_id, entries, { article_days: 90 })
      expect(report).toMatchObject({ new_articles: 0, updated_articles: 0 })
    }
    expect(await titles()).toHaveLength(20)
    // A young one of the same feed is stored as ever.
    const young = article('young', { published_at: daysAgo(1), guid: 'young' })
    expect(await store(source_id, [...entries, young], { article_days: 90 })).toMatchObject({
      new_articles: 1,
    })
  })

  it('of a new source are stored, however old, while it has fewer than twenty', async () => {
    const source_id = await addSource('archive')
    const entries = Array.from({ length: 3 }, (_, n) =>
      article(`past ${n}`, { published_at: daysAgo(300 + n) }),
    )
    expect(await store(source_id, entries, { article_days: 90 })).toMatchObject({ new_articles: 3 })
    await run()
    expect(await titles()).toHaveLength(3)
  })
})

describe('the status page', () => {
  it('tells the size by table, the growth a day and when the limit is met', async () => {
    await run()
    await database.query(
      `insert into database_sizes (day, bytes) select day - 5, bytes - 5000000 from database_sizes
       on conflict do nothing`,
    )
    const admin = await appAs(database, { role: 'admin' })
    const page = await (await admin.request('/status', { headers: { accept: 'text/html' } })).text()
    expect(page).toMatch(/<td>articles<\/td><td>[\d.]+ MB<\/td>/)
    expect(page).toMatch(/Growth a day<\/dt><dd>1\.0 MB/)
    expect(page).toMatch(/Limit met<\/dt><dd>in [45]\d\d days/)
  })

  it.each([
    [600e6, 1e6, 'now'],
    [100e6, null, 'told from tomorrow on'],
    [100e6, 0, 'not in ten years'],
    [100e6, -5, 'not in ten years'],
    [510e6, 1.5e6, 'in 1 day'],
    [100e6, 1e6, 'in 412 days'],
  ])('says of %d bytes that grow by %s a day that 512 MB are met %s', (bytes, growth, words) => {
    expect(limitMet(bytes, growth, 512)).toBe(words)
  })
})
