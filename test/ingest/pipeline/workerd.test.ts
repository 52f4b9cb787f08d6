import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appAsDemo, json } from '../../harness/test-app.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { startTestWorker, type TestWorker } from '../../harness/worker.ts'
import { type HostileServer, startHostileServer } from '../fetch/hostile-server.ts'
import { type FeedServer, startFeedServer } from './feed-server.ts'

const database = useTestDatabase()
let feeds: FeedServer
let hostile: HostileServer
let worker: TestWorker
beforeAll(async () => {
  feeds = await startFeedServer((n) => [`story-${n}`, 'common'])
  hostile = await startHostileServer()
  await appAsDemo(database)
  worker = await startTestWorker({
    DATABASE_URL: database.url,
    FEED_ALLOWED_ORIGINS: `${feeds.origin} ${hostile.origin}`,
  })
})
afterAll(async () => {
  await worker?.dispose()
  await Promise.all([feeds?.close(), hostile?.close()])
})

const outcomes = () =>
  database.query<{ name: string; outcome: string }>(
    'select name, outcome from fetches f join sources s on s.id = f.source_id order by name, f.id',
  )

async function untilFetched(fetches: number) {
  for (let i = 0; i < 300; i++) {
    if ((await outcomes()).length >= fetches) return
    await sleep(100)
  }
  throw new Error(`there were not ${fetches} fetches within 30 s`)
}

describe('the ingest in workerd', () => {
  const paths: Record<string, string> = {
    gone: '/status/410',
    html: '/html',
    limited: '/429-date',
    looping: '/loop',
    private: '/redirect?status=301&to=http%3A%2F%2F%5B%3A%3Affff%3Aa00%3A1%5D%2F',
    vast: '/gzip-bomb-undeclared',
  }

  it('gives each feed of one tick its own outcome, the good ones among the hostile', async () => {
    for (const [name, path] of Object.entries(paths)) {
      await database.query('insert into sources (name, url, feed_url) values ($1, $2, $3)', [
        name,
        `https://${name}.example`,
        hostile.origin + path,
      ])
    }
    await database.query(
      `insert into sources (name, url, feed_url)
       select 'well' || n, $1 || '/' || n, $1 || '/feed/' || n from generate_series(1, 6) n`,
      [feeds.origin],
    )
    await worker.cron('*/5 * * * *')
    await untilFetched(12)
    expect(Object.fromEntries((await outcomes()).map(({ name, outcome }) => [name, outcome]))).toEqual({
      gone: 'gone',
      html: 'not_a_feed',
      limited: 'rate_limited',
      looping: 'redirect_loop',
      private: 'blocked_address',
      vast: 'too_large',
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`well${n}`, 'ok'])),
    })
    expect(await database.query('select count(*)::int as n from articles')).toEqual([{ n: 7 }])
  })

  it('fetches on request, finds the feed of a site, and refuses a site without one', async () => {
    const [source] = await database.query("select id from sources where name = 'well1'")
    expect((await worker.fetch(`/api/v1/sources/${source!.id}/fetch`, { method: 'POST' })).status).toBe(202)
    await untilFetched(13)
    const found = await worker.fetch('/api/v1/sources/discover', json({ url: `${feeds.origin}/feed/9` }))
    expect(await found.json()).toEqual({
      candidates: [{ feed_url: `${feeds.origin}/feed/9`, title: 'Feed 9', format: 'rss' }],
    })
    const added = await worker.fetch('/api/v1/sources', json({ url: `${feeds.origin}/feed/9` }))
    expect(added.status).toBe(201)
    expect(await added.json()).toMatchObject({ name: 'Feed 9', feed_url: `${feeds.origin}/feed/9` })
    const none = await worker.fetch('/api/v1/sources', json({ url: `${hostile.origin}/html` }))
    expect(none.status).toBe(422)
    expect(await none.json()).toMatchObject({
      code: 'upstream_failed',
      errors: [{ pointer: '#/url', message: expect.stringContaining('No feed was found') }],
    })
  })
})
