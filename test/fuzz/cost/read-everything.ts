import { NotOpmlError, readOpml } from '../../../src/ingest/opml/read-opml.ts'
import { toSubscriptions } from '../../../src/ingest/opml/subscriptions.ts'
import { NotAFeedError, readFeed } from '../../../src/ingest/read-feed.ts'
import { hostileShapeMakers } from '../../ingest/parse/hostile-shapes.ts'
import { hostileLists } from './hostile-lists.ts'

// Run by itself, with Node's heap limited: it ends well, or with "heap out of memory".

/** The largest feed that is fetched, and the largest body that is taken, in bytes. */
const FEED = 5 * 1024 * 1024
const BODY = 1024 * 1024

/** The shapes to read, all without any. */
const only = process.argv.slice(2)
const isWanted = (name: string) => only.length === 0 || only.includes(name)

for (const [name, make] of Object.entries(hostileShapeMakers)) {
  if (!isWanted(name)) continue
  // A letter beyond Latin-1 makes every string of the document twice as wide.
  for (const width of ['', '\u4e2d']) {
    const bytes = documentOf(make, width)
    await report(`feed: ${name}${width}`, async () => {
      const read = await readFeed(bytes, { url: 'https://hostile.example/feed', now: new Date() })
      // As it is stored.
      return JSON.stringify(read.articles).length
    })
  }
}
for (const [name, make] of Object.entries(hostileLists)) {
  if (!isWanted(name)) continue
  const bytes = new TextEncoder().encode(make(BODY)).subarray(0, BODY)
  await report(`list: ${name}`, async () => {
    const { feeds } = toSubscriptions(await readOpml(bytes, 'text/xml'), { allowedOrigins: [] })
    return JSON.stringify(feeds).length
  })
}

function documentOf(make: (size: number) => string, width: string): Uint8Array {
  const text = make(FEED - 100)
  return new TextEncoder().encode(text + width).subarray(0, FEED)
}

async function report(name: string, read: () => Promise<number>): Promise<void> {
  const started = performance.now()
  let outcome: string
  try {
    outcome = `${await read()} characters`
  } catch (error) {
    if (!(error instanceof NotAFeedError || error instanceof NotOpmlError)) throw error
    outcome = 'refused'
  }
  const mb = Math.round(process.memoryUsage().heapUsed / 2 ** 20)
  console.log(`${name}: ${outcome}, ${Math.round(performance.now() - started)} ms, ${mb} MB`)
}
