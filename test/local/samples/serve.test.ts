import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchFeed } from '../../../src/ingest/fetch/fetch-feed.ts'
import { FETCH_LIMITS } from '../../../src/ingest/fetch/policy.ts'
import { findFeedLinks, readFeed } from '../../../src/ingest/read-feed.ts'
import { SAMPLE_FEEDS, type SampleServer, startSampleFeeds } from '../../../src/local/samples/index.ts'

let server: SampleServer
let now = new Date('2027-01-05T12:00:00Z')

beforeAll(async () => {
  server = await startSampleFeeds({ port: 0, now: () => now })
})
afterAll(() => server.close())

/** One request as it is on the wire: fetch() would unpack the body. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const sent = request(`${server.origin}${path}`, { method, headers, agent: false }, async (response) => {
        const chunks: Buffer[] = []
        for await (const chunk of response) chunks.push(chunk)
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) })
      })
      sent.once('error', reject).end()
    },
  )
}

const decodeEntities = (html: string) =>
  html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

describe('the sample server', () => {
  it('answers 304 to the ETag or date it gave, until the next day', async () => {
    now = new Date('2027-01-05T12:00:00Z')
    const first = await ask('/workbench.json')
    expect(first.status).toBe(200)
    const etag = String(first.headers.etag)
    const since = String(first.headers['last-modified'])
    expect(Date.parse(since)).toBeLessThanOrEqual(now.getTime())
    now = new Date('2027-01-05T23:59:59.999Z')
    for (const headers of [
      { 'if-none-match': etag },
      { 'if-none-match': `"other", ${etag.replace('W/', '')}` },
      { 'if-modified-since': since },
    ]) {
      const again = await ask('/workbench.json', headers)
      expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag])
    }
    expect(
      (await ask('/workbench.json', { 'if-none-match': '"x"', 'if-modified-since': since })).status,
    ).toBe(200)
    now = new Date('2027-01-06T00:00:00Z')
    expect((await ask('/workbench.json', { 'if-none-match': etag })).status).toBe(200)
    expect((await ask('/workbench.json', { 'if-modified-since': since })).status).toBe(200)
  })

  it('compresses for those who ask, and HEAD has no body', async () => {
    const plain = await ask('/stadtblatt.rss')
    expect(plain.headers['content-encoding']).toBeUndefined()
    const packed = await ask('/stadtblatt.rss', { 'accept-encoding': 'br, gzip' })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(packed.body)).toEqual(plain.body)
    expect((await ask('/stadtblatt.rss', { 'accept-encoding': 'gzip;q=0' })).body).toEqual(plain.body)
    const head = await ask('/stadtblatt.rss', {}, 'HEAD')
    expect([head.status, head.body.length, head.headers.etag]).toEqual([200, 0, plain.headers.etag])
  })

  it('refuses other methods and names what is missing', async () => {
    const posted = await ask('/', {}, 'POST')
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD'])
    expect((await ask('/none.rss')).status).toBe(404)
  })

  it('lists its feeds at / and names some for discovery at /site', async () => {
    const index = (await ask('/')).body.toString()
    for (const { name, path } of SAMPLE_FEEDS) expect(index).toContain(`<a href="${path}">${name}</a>`)
    const links = findFeedLinks((await ask('/site')).body.toString(), `${server.origin}/site`)
    expect(links.length).toBe(3)
    for (const { href } of links) expect((await fetch(href)).status).toBe(200)
  })

  it('has a page for every story of its feeds, and for those of last month', async () => {
    now = new Date('2027-01-05T12:00:00Z')
    const policy = { url: server.origin, contentType: null, now }
    for (const { path } of SAMPLE_FEEDS) {
      const { articles } = await readFeed((await ask(path)).body, {
        ...policy,
        url: `${server.origin}${path}`,
      })
      expect(articles.length).toBeGreaterThan(0)
      for (const { title, link } of articles) {
        expect(link.startsWith(`${server.origin}/`)).toBe(true)
        const page = await ask(new URL(link).pathname)
        expect([link, page.status]).toEqual([link, 200])
        const shown = decodeEntities(page.body.toString())
        if (!link.includes('loose-threads')) expect(shown).toContain(title)
      }
      now = new Date('2027-02-05T12:00:00Z')
      expect((await ask(new URL(articles[0]!.link).pathname)).status).toBe(200)
      now = new Date('2027-01-05T12:00:00Z')
    }
    expect((await ask('/harbour-gazette.example/2027/01/04/no-such-story')).status).toBe(404)
    expect((await ask('/harbour-gazette.example/9999/99/99/x')).status).toBe(404)
  })

  it('is read by the product’s own fetch, twice: ok, then not modified', async () => {
    const policy = { ...FETCH_LIMITS, userAgent: 'test', allowedOrigins: [server.origin] }
    for (const { path } of SAMPLE_FEEDS) {
      const feed_url = `${server.origin}${path}`
      const first = await fetchFeed({ feed_url, etag: null, last_modified: null }, policy)
      if (first.outcome !== 'ok') throw new Error(`${path}: ${first.outcome}`)
      const { etag, last_modified } = first
      expect((await fetchFeed({ feed_url, etag, last_modified }, policy)).outcome).toBe('not_modified')
    }
  })

  it('takes another port when the preferred one is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const second = await startSampleFeeds({ port })
    expect(second.origin).not.toContain(`:${port}`)
    expect((await fetch(second.origin)).status).toBe(200)
    await second.close()
    other.close()
  })
})
