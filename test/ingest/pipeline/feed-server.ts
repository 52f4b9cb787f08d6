import { createServer } from 'node:http'

/** A server of healthy feeds: `/feed/7` lists what `entriesOf(7)` says. */
export interface FeedServer {
  origin: string
  /** How often each feed was asked for. */
  requests: Map<number, number>
  /** Leaves a feed unanswered, and tells of each request for it. */
  stall(feed: number, asked: () => void): void
  close(): Promise<void>
}

/** Starts one on loopback; an entry is a slug, and slugs that two feeds share are one story. */
export async function startFeedServer(entriesOf: (feed: number) => string[]): Promise<FeedServer> {
  const requests = new Map<number, number>()
  const stalls = new Map<number, () => void>()
  const server = createServer((request, response) => {
    const feed = Number(request.url?.split('/').at(-1))
    requests.set(feed, (requests.get(feed) ?? 0) + 1)
    const stalled = stalls.get(feed)
    if (stalled) return stalled()
    response.setHeader('content-type', 'application/rss+xml')
    response.end(rss(feed, entriesOf(feed)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    stall: (feed, asked) => void stalls.set(feed, asked),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const rss = (feed: number, slugs: string[]) => `<?xml version="1.0"?><rss version="2.0"><channel>
<title>Feed ${feed}</title><link>https://feed${feed}.example/</link>
${slugs
  .map(
    (
      slug,
      n,
    ) => `<item><title>Story ${slug}</title><link>https://stories.example/${slug}?utm_source=feed${feed}</link>
<pubDate>Fri, 20 Nov 2026 0${n % 10}:00:00 GMT</pubDate><description>&lt;p&gt;${slug.replaceAll('-', ' ')} &amp;amp; what came of it.&lt;/p&gt;</description></item>`,
  )
  .join('\n')}
</channel></rss>`
