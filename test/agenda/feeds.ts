import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const MINUTE = 60_000
const ENTRIES = 10

/** How many minutes pass between the entries of each of forty feeds: agencies, papers, blogs, and friends who seldom write. */
export const PACES = Array.from({ length: 40 }, (_, n) => Math.round(20 * 1.16 ** n))

/** Serves forty feeds as they are at the moment of `now`, with validators: `/0` to `/39`. */
export async function serveFeeds(now: () => number) {
  const server = createServer((request, response) => {
    const n = Number(request.url?.slice(1))
    const pace = PACES[n]! * MINUTE
    const newest = Math.floor(now() / pace)
    const etag = `"${newest}"`
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end()
    const items = Array.from({ length: ENTRIES }, (_, back) => {
      const entry = newest - back
      const published = new Date(entry * pace).toUTCString()
      return `<item><guid isPermaLink="false">${n}-${entry}</guid><title>Harbour report ${entry} of paper ${n}</title>
        <link>https://paper-${n}.example/${entry}</link><pubDate>${published}</pubDate></item>`
    })
    return response
      .writeHead(200, { 'content-type': 'application/rss+xml', etag })
      .end(`<rss version="2.0"><channel><title>Paper ${n}</title>${items.join('')}</channel></rss>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
