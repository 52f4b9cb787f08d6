import { expect, it } from 'vitest'
import { DEMO_EMAIL } from '../../../src/db/credential.ts'
import { DEMO_TOPICS, SAMPLE_FEEDS } from '../../../src/local/samples/index.ts'
import { PUBLIC_FEEDS } from '../../../src/local/seed/public-feeds.ts'
import { seed } from '../../../src/local/seed/seed.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { run } from './commands.ts'

const database = useTestDatabase()
const first = 'http://127.0.0.1:8790'
const second = 'http://127.0.0.1:9001'

const everything = async () => {
  const tables = ['users', 'topics', 'todos', 'items', 'sources', 'articles', 'deliveries']
  const rows = await Promise.all(tables.map((table) => database.query(`select * from ${table} order by id`)))
  return Object.fromEntries(tables.map((table, nth) => [table, rows[nth]!]))
}

it('writes the demo account and the sample sources, and nothing the ingest should write', async () => {
  const options = { databaseUrl: database.directUrl, sampleOrigin: first, timeZone: 'Europe/Lisbon' }
  const report = await seed(options)
  expect(report.user_created).toBe(true)
  expect(report.sources).toEqual({ added: SAMPLE_FEEDS.length, changed: 0 })
  const { users, topics, sources, articles, deliveries } = await everything()
  expect(users).toMatchObject([
    { email: DEMO_EMAIL, role: 'admin', brief_hour: 0, time_zone: 'Europe/Lisbon', is_active: true },
  ])
  expect(topics).toMatchObject(DEMO_TOPICS)
  expect(sources!.map(({ feed_url }) => feed_url)).toEqual(SAMPLE_FEEDS.map(({ path }) => `${first}${path}`))
  expect([articles, deliveries]).toEqual([[], []])
})

it('changes nothing the second time, and leaves deleted and changed things as they are', async () => {
  await database.query(`delete from todos where id = (select min(id) from todos)`)
  await database.query(`delete from topics where name = 'Stadtleben'`)
  await database.query(
    `update sources set is_active = false, name = 'Mine', next_fetch_at = '2030-01-01' where id = 1`,
  )
  const before = await everything()
  const report = await seed({ databaseUrl: database.directUrl, sampleOrigin: first })
  expect(report).toEqual({
    user_created: false,
    topics: 0,
    todos: 0,
    items: 0,
    sources: { added: 0, changed: 0 },
  })
  expect(await everything()).toEqual(before)
})

it('points the samples to a new port, and wakes up those that failed', async () => {
  await database.query(
    `update sources set next_fetch_at = '2030-01-01', etag = 'x', last_modified = 'y',
       error_count = case id when 2 then 4 else 0 end, last_error = case id when 2 then 'refused' end`,
  )
  expect((await seed({ databaseUrl: database.directUrl, sampleOrigin: first })).sources.changed).toBe(1)
  const healed = await database.query(
    `select id from sources where next_fetch_at <= now() and last_error is null`,
  )
  expect(healed).toEqual([{ id: 2 }])
  expect((await seed({ databaseUrl: database.directUrl, sampleOrigin: second })).sources).toEqual({
    added: 0,
    changed: SAMPLE_FEEDS.length,
  })
  const { sources } = await everything()
  for (const source of sources!) {
    expect(source.feed_url).toContain(second)
    expect(source).toMatchObject({ etag: null, last_modified: null, error_count: 0 })
    expect(source.next_fetch_at.getTime()).toBeLessThanOrEqual(Date.now())
  }
  expect(sources![0]).toMatchObject({ name: 'Mine', is_active: false })
})

it('takes a sample that someone has added by hand for what it is', async () => {
  const { path, url } = SAMPLE_FEEDS[2]!
  await database.query(`update sources set url = 'https://by-hand.example/' where url = $1`, [url])
  expect((await seed({ databaseUrl: database.directUrl, sampleOrigin: second })).sources.added).toBe(0)
  const found = await database.query('select url from sources where feed_url = $1', [`${second}${path}`])
  expect(found).toEqual([{ url: 'https://by-hand.example/' }])
})

it('adds the public feeds once: valid, distinct addresses', async () => {
  const databaseUrl = database.directUrl
  expect((await seed({ databaseUrl, public: true })).sources.added).toBe(PUBLIC_FEEDS.length)
  expect((await seed({ databaseUrl, public: true })).sources.added).toBe(0)
  for (const { url, feed_url } of PUBLIC_FEEDS) {
    expect([new URL(url).protocol, new URL(feed_url).protocol]).toEqual(['https:', 'https:'])
  }
})

it('runs as a command, in this machine’s time zone, and says what to do without a database', async () => {
  await database.query('delete from users')
  const done = await run('seed', ['--json', '--sample-origin', `${first}/any`], {
    DATABASE_URL: database.directUrl,
  })
  expect([done.code, JSON.parse(done.stdout).user_created]).toEqual([0, true])
  expect(await database.query('select time_zone from users')).toEqual([{ time_zone: 'Europe/Vienna' }])
  const lost = await run('seed', [])
  expect(lost.code).toBe(1)
  expect(lost.stderr).toMatch(/npm run db:start.*DATABASE_URL/)
})

it('says to migrate a database without tables', async () => {
  const bare = new URL(database.directUrl)
  bare.pathname = '/postgres'
  const failed = await run('seed', ['--url', bare.href])
  expect(failed.code).toBe(1)
  expect(failed.stderr).toMatch(/npm run db:migrate/)
  expect(failed.stderr).not.toContain(bare.password)
})
