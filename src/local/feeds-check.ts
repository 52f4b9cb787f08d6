import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { fetchFeed } from '../ingest/fetch/fetch-feed.ts'
import { FETCH_LIMITS, userAgent } from '../ingest/fetch/policy.ts'
import { readOpml } from '../ingest/opml/read-opml.ts'
import { NotAFeedError, readFeed } from '../ingest/read-feed.ts'
import { rawFetch } from './raw-fetch.ts'

const CATALOGUE = 'src/features/interests/catalogue.opml'
/** Feeds that are asked at once. */
const AT_ONCE = 6
/** A feed whose newest article is older than this may be given up. */
const STALE_DAYS = 60

const program = new Command('feeds:check')
  .description('Ask every feed of the catalogue of interests, or of another list, whether it still answers.')
  .argument('[file]', 'a subscription list (OPML)', CATALOGUE)
  .option('--allow-origin <origin>', 'ask this private origin too, such as http://127.0.0.1:8000')
  .addHelpText(
    'after',
    `
It needs a network. One line a feed; exits 1 when one does not answer, is no feed, or has nothing newer than ${STALE_DAYS} days.`,
  )
  .parse()

const { allowOrigin } = program.opts<{ allowOrigin?: string }>()
const policy = {
  ...FETCH_LIMITS,
  userAgent: userAgent({ version: packageJson.version, contact: 'feeds:check on a laptop' }),
  allowedOrigins: allowOrigin ? [allowOrigin] : [],
  fetch: rawFetch,
}

const outlines = await readOpml(await readFile(program.args[0] ?? CATALOGUE), 'text/x-opml')
// The laptop's sample feeds have no address of their own.
const addresses = new Map(
  outlines.flatMap(({ feed_url, title }) =>
    feed_url !== null && /^https?:/.test(feed_url) ? [[feed_url, title] as const] : [],
  ),
)
const waiting = [...addresses]
await Promise.all(Array.from({ length: AT_ONCE }, work))

async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [address, title] = next
    const fault = await check(address)
    if (fault !== null) process.exitCode = 1
    console.log(
      `${fault === null ? 'ok    ' : 'FAILED'} ${title} ${address}${fault === null ? '' : `: ${fault}`}`,
    )
  }
}

/** What is wrong with a feed; null when nothing is. */
async function check(feed_url: string): Promise<string | null> {
  const result = await fetchFeed({ feed_url, etag: null, last_modified: null }, policy)
  if (!('body' in result)) return 'error' in result ? result.error : 'it says that nothing has changed'
  try {
    const { articles } = await readFeed(result.body, {
      url: result.url,
      contentType: result.content_type,
      now: new Date(),
    })
    if (articles.length === 0) return 'it has no articles'
    const newest = Math.max(...articles.map(({ published_at }) => Date.parse(published_at)))
    const days = Math.floor((Date.now() - newest) / 86_400_000)
    return days > STALE_DAYS ? `its newest article is ${days} days old` : null
  } catch (error) {
    if (error instanceof NotAFeedError) return error.message
    throw error
  }
}
