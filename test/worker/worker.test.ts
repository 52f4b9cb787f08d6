import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type NeonProxy, startNeonProxy } from '../../src/local/neon/index.ts'
import { SAMPLE_FEEDS, startSampleFeeds } from '../../src/local/samples/index.ts'
import { seed } from '../../src/local/seed/index.ts'
import { type AnyJson, json } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { startTestWorker, type TestWorker } from '../harness/worker.ts'

const database = useTestDatabase()
let worker: TestWorker
let proxy: NeonProxy
let queries = 0
let samples: Awaited<ReturnType<typeof startSampleFeeds>>

beforeAll(async () => {
  samples = await startSampleFeeds({ port: 0 })
  await seed({ databaseUrl: database.directUrl, sampleOrigin: samples.origin, timeZone: 'UTC' })
  const { hostname, port, username, password, pathname } = new URL(database.directUrl)
  proxy = await startNeonProxy({
    upstream: { host: hostname, port: Number(port), user: username, password },
    onRequest: () => queries++,
  })
  const DATABASE_URL = proxy.url({ database: pathname.slice(1) })
  worker = await startTestWorker({ DATABASE_URL, FEED_ALLOWED_ORIGINS: samples.origin })
})
afterAll(async () => {
  await worker?.dispose()
  await proxy?.close()
  await samples?.close()
})

const get = async (path: string) => (await worker.fetch(path)).json() as Promise<AnyJson>
const count = async (table: string) =>
  (await database.query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]!.n

async function ingestEverything(cron = '*/5 * * * *') {
  await worker.cron(cron)
  for (let i = 0; i < 200; i++) {
    const waiting = await count('sources where next_fetch_at <= now() or leased_until > now()')
    if (waiting === 0) return
    await sleep(100)
  }
  throw new Error('the sample feeds were not ingested within 20 s')
}

describe('the worker in its real runtime', () => {
  it('is ready, and answers the whole life of an item', async () => {
    expect((await worker.fetch('/health/ready')).status).toBe(200)
    const created = await worker.fetch('/items', json({ name: 'Ünïcode ✓', description: null }))
    expect(created.status).toBe(201)
    const path = created.headers.get('location')!
    expect((await worker.fetch(path, json({ name: 'renamed' }, 'PUT'))).status).toBe(200)
    expect(await get(path)).toMatchObject({ name: 'renamed' })
    expect((await worker.fetch(path, { method: 'DELETE' })).status).toBe(204)
    expect(await get(path)).toMatchObject({ status: 404, code: 'not_found' })
  })

  it('refuses a body over 1 MiB, sent whole or streamed', async () => {
    const big = json({ name: 'x', description: 'y'.repeat(2 ** 21) })
    expect((await worker.fetch('/items', big)).status).toBe(413)
    const stream = new Blob([big.body as string]).stream()
    const streamed = await worker.fetch('/items', { ...big, body: stream, duplex: 'half' } as RequestInit)
    expect(streamed.status).toBe(413)
  })

  it('serves the contract as a file', async () => {
    const document = await get('/openapi.json')
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toContain('/items/{id}')
    // Files change with a deploy alone, so anybody may keep them and asks whether they are still the ones.
    for (const path of ['/openapi.json', '/docs', '/docs.css', '/page.js']) {
      const { headers } = await worker.fetch(path)
      expect([path, headers.get('cache-control')]).toEqual([path, 'public, max-age=0, must-revalidate'])
      const again = await worker.fetch(path, { headers: { 'if-none-match': headers.get('etag')! } })
      expect([path, again.status]).toEqual([path, 304])
    }
  })

  it('makes a brief of the sample feeds by cron, queue, fetch, parse, store and match', async () => {
    expect([await count('articles'), await count('deliveries')]).toEqual([0, 0])
    await ingestEverything()
    expect(await count(`fetches where outcome = 'ok'`)).toBe(SAMPLE_FEEDS.length)
    await worker.cron('0,15,30,45 * * * *')
    const brief = await get('/api/v1/briefs/today')
    expect(brief.topics.length).toBeGreaterThan(0)
    for (const topic of brief.topics) {
      expect(topic.deliveries.map((d: { position: number }) => d.position)).toEqual([1, 2, 3])
    }
    const page = await (await worker.fetch('/')).text()
    for (const topic of brief.topics)
      expect(page).toContain(topic.deliveries[0].article.link.replaceAll('&', '&amp;'))
  })

  it('ends a tick without a query when the agenda has nothing for it', async () => {
    // The pages of the test before were use of the database, after which one more tick looks; then it may sleep.
    await worker.cron('*/5 * * * *')
    await worker.cron('0,15,30,45 * * * *')
    queries = 0
    await worker.cron('*/5 * * * *')
    await worker.cron('0,15,30,45 * * * *')
    expect(queries).toBe(0)
  })

  it('neither doubles an article nor changes the brief when everything runs again', async () => {
    const before = { brief: await get('/api/v1/briefs/today'), articles: await count('articles') }
    await database.query('update sources set next_fetch_at = now(), etag = null, last_modified = null')
    // An expression of an operator's own runs every job.
    await ingestEverything('7 * * * *')
    await worker.fetch('/api/v1/briefs/today', { method: 'POST' })
    expect({ brief: await get('/api/v1/briefs/today'), articles: await count('articles') }).toEqual(before)
  })

  it('ingests a source that was added through the API', async () => {
    const feed_url = `${samples.origin}${SAMPLE_FEEDS[0]!.path}?again`
    const added = await worker.fetch(
      '/api/v1/sources',
      json({ name: 'Added', url: 'https://added.example/', feed_url }),
    )
    expect(added.status).toBe(201)
    const { id } = (await added.json()) as { id: number }
    for (let i = 0; i < 100 && (await count(`fetches where source_id = ${id}`)) === 0; i++) await sleep(100)
    expect(await database.query('select outcome from fetches where source_id = $1', [id])).toEqual([
      { outcome: 'ok' },
    ])
  })
})
