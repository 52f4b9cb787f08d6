import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { fetchFeed } from '../ingest/fetch/fetch-feed.ts'
import { FETCH_LIMITS, userAgent } from '../ingest/fetch/policy.ts'
import { NotAFeedError, type ReadFeed, readFeed } from '../ingest/read-feed.ts'

interface Options {
  url?: string
  filesFrom?: string
  contentType?: string
  allowOrigin: string[]
}

/** A document with its metadata. */
interface Source {
  bytes: Uint8Array
  url: string
  contentType: string | null
  contentLanguage?: string | null
  contentLocation?: string | null
}

/** An error that the user can fix; its message is shown without a stack. */
class UnreadableError extends Error {}

const program = new Command('feed:check')
  .description('Show what Morning Brief would make of a feed: its articles, as JSON on standard output.')
  .argument('[source...]', 'address (http or https), file or directory of feeds; - reads standard input')
  .option('--url <address>', 'address a file came from: relative links are resolved against it')
  .option('--content-type <type>', 'Content-Type a file was served with, such as "text/xml; charset=koi8-r"')
  .option(
    '--allow-origin <origin>',
    'fetch from this private origin too, such as http://127.0.0.1:8000; may be repeated',
    addOrigin,
    [],
  )
  .option('--files-from <file>', 'read more sources from this file, one a line; - is standard input')
  .addHelpText(
    'after',
    `
One source:   one JSON object {feed, articles, skipped}. If it is no feed, the reason on standard error, exit 1.
Many sources: one line of JSON each, with "file", in the order given; {file, error} for what is no feed.
              All are read; exit 1 if any failed. A directory stands for all files in it. A shell takes
              about 128 KB of names: for more use a directory or --files-from.

Examples:
  npm run feed:check -- https://example.org/feed.xml
  npm run --silent feed:check -- broken.xml --url https://example.org/feed.xml --content-type "text/xml"
  curl -s https://example.org/feed | npm run --silent feed:check -- -
  npm run --silent feed:check -- feeds/*.xml | jq -r 'select(.error) | [.file, .error] | @tsv'`,
  )
  .showHelpAfterError('(feed:check --help tells more)')

program.parse()
const options = program.opts<Options>()
const sources = (await Promise.all([...program.args, ...(await listed())].map(expand))).flat()

if (program.args.length === 0 && !options.filesFrom) {
  program.error('error: name at least one address, file or directory')
}
const [only] = sources
if (only !== undefined && sources.length === 1 && only === program.args[0]) {
  try {
    console.log(JSON.stringify(await check(only), null, 2))
  } catch (error) {
    console.error(reasonOf(error))
    process.exitCode = 1
  }
} else {
  for (const file of sources) {
    try {
      console.log(JSON.stringify({ file, ...(await check(file)) }))
    } catch (error) {
      console.log(JSON.stringify({ file, error: reasonOf(error) }))
      process.exitCode = 1
    }
  }
}

function addOrigin(written: string, before: string[]): string[] {
  const origin = URL.parse(written)?.origin
  if (!origin?.startsWith('http')) throw new InvalidArgumentError('Give one such as http://127.0.0.1:8000.')
  return [...before, origin]
}

/** The sources named in the file of `--files-from`. */
async function listed(): Promise<string[]> {
  const from = options.filesFrom
  if (!from) return []
  try {
    const bytes = from === '-' ? await readStandardInput() : await readFile(from)
    return new TextDecoder().decode(bytes).split(/\r?\n/).filter(Boolean)
  } catch {
    return program.error(`error: the list ${from} cannot be read`)
  }
}

/** Expands a directory to all files in it, sorted by name; returns anything else unchanged. */
async function expand(source: string): Promise<string[]> {
  const isDirectory = await stat(source).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isDirectory) return [source]
  const inside = await readdir(source, { recursive: true, withFileTypes: true })
  return inside
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

async function check(name: string) {
  const source = /^https?:\/\//i.test(name) ? await download(name) : await open(name)
  return shape(await readFeed(source.bytes, { ...source, now: new Date() }))
}

async function open(name: string): Promise<Source> {
  try {
    const bytes = name === '-' ? await readStandardInput() : await readFile(name)
    return { bytes, url: options.url ?? '', contentType: options.contentType ?? null }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT') throw new UnreadableError(`There is no file ${name}.`)
    throw new UnreadableError(`The file ${name} cannot be read (${code ?? 'unknown reason'}).`)
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function download(url: string): Promise<Source> {
  const policy = {
    ...FETCH_LIMITS,
    userAgent: userAgent({ version: packageJson.version, contact: 'feed:check on a laptop' }),
    allowedOrigins: options.allowOrigin,
  }
  const result = await fetchFeed({ feed_url: url, etag: null, last_modified: null }, policy)
  if (result.outcome !== 'ok') {
    throw new UnreadableError('error' in result ? result.error : `${url} answered that nothing has changed.`)
  }
  return {
    bytes: result.body,
    url: result.url,
    contentType: result.content_type,
    contentLanguage: result.content_language,
    contentLocation: result.content_location,
  }
}

/** The fields that help to debug a feed. */
function shape({ feed, articles, skipped }: ReadFeed) {
  const { title, link, format, encoding } = feed
  return {
    feed: { title, link, format, encoding },
    articles: articles.map(({ title, link, published_at, author, summary_raw, tags, content_hash }) => ({
      title,
      link,
      published_at,
      author,
      summary_raw,
      tags,
      content_hash,
    })),
    skipped,
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof NotAFeedError || error instanceof UnreadableError) return error.message
  throw error
}
