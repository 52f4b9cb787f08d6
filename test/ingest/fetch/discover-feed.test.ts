import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { discoverFeeds } from '../../../src/ingest/fetch/discover-feed.ts'

const rss = (title: string) =>
  `<rss version="2.0"><channel><title>${title}</title><link>https://example.org</link><item><title>One</title><link>https://example.org/1</link></item></channel></rss>`
const page = (head: string) =>
  `<!doctype html><html><head><title>Site</title>${head}</head><body>Hi</body></html>`
const link = (href: string) => `<link rel="alternate" type="application/rss+xml" title="t" href="${href}">`

let pages: Record<string, string>
let asked: string[]
let server: Server
let origin: string

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    if (path === '/moved') return response.writeHead(301, { location: '/news.rss' }).end()
    const body = pages[path]
    response.writeHead(body === undefined ? 404 : 200).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  asked = []
  pages = {}
})

const discover = (site: string) =>
  discoverFeeds(site, {
    userAgent: 'Test/1',
    timeoutMs: 5000,
    maxBytes: 1_048_576,
    maxRedirects: 5,
    allowedOrigins: [origin],
  })
const only = (path: string, title: string) => ({
  found: true,
  candidates: [{ feed_url: origin + path, title, format: 'rss' }],
})

test('a feed is its own answer', async () => {
  pages['/news.rss'] = rss('News')
  expect(await discover(`${origin}/news.rss`)).toEqual(only('/news.rss', 'News'))
  expect(await discover(`feed:${origin}/news.rss`)).toEqual(only('/news.rss', 'News'))
  expect(await discover(`${origin}/moved`)).toEqual(only('/news.rss', 'News'))
})

test('the feeds a page names are read, dead ones left out, one address once', async () => {
  pages['/'] = page(link('/dead.rss') + link('news.rss') + link('/moved'))
  pages['/news.rss'] = rss('News')
  expect(await discover(origin)).toEqual(only('/news.rss', 'News'))
})

test('a page that names none is tried in the usual places', async () => {
  pages['/blog/'] = page('')
  pages['/atom.xml'] = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Posts</title></feed>'
  expect(await discover(`${origin}/blog/`)).toEqual({
    found: true,
    candidates: [{ feed_url: `${origin}/atom.xml`, title: 'Posts', format: 'atom' }],
  })
})

test('gives up after eight requests and says what to do', async () => {
  pages['/'] = page(Array.from({ length: 30 }, (_, at) => link(`/dead-${at}`)).join(''))
  expect(await discover(origin)).toEqual({
    found: false,
    reason: expect.stringMatching(/give the address of the feed/),
  })
  expect(asked).toHaveLength(8)
})

test.for([
  ['http://localhost/', /local|private/],
  ['ftp://example.org/', /ftp:/],
  ['not a site', /not a URL/],
  ['10.0.0.1', /not a public address/],
  ['router.lan:443', /private network/],
  ['', /not a URL|empty/],
] as const)('%j is refused with a reason', async ([site, reason]) => {
  expect(await discover(site)).toEqual({ found: false, reason: expect.stringMatching(reason) })
  expect(asked).toEqual([])
})
