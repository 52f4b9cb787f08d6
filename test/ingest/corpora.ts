import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { NotAFeedError, readFeed } from '../../src/ingest/read-feed.ts'

/** The documents of a suite; what stands beside them, such as what is expected of them, is none. */
const DOCUMENT = /\.(xml|rss|atom|rdf)$/
/** Larger ones are there to be refused. */
const MOST_BYTES = 5 * 1024 * 1024

const { args: folders } = new Command('corpora')
  .description(
    'Reads the documents of other readers’ test suites, and tells how many are feeds to us and why others are not.',
  )
  .argument('<folder...>', 'folders of documents, such as a checkout of feedparser’s tests/wellformed')
  .parse()

const print = (text: string) => process.stdout.write(`${text}\n`)
const now = new Date('2026-11-25T00:00:00Z')

for (const folder of folders) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    DOCUMENT.test(name),
  )
  const refused: string[] = []
  const otherwise: string[] = []
  let compared = 0
  for (const name of names.sort()) {
    const bytes = readFileSync(join(folder, name)).subarray(0, MOST_BYTES)
    // What is thrown beside a refusal is a fault of the reader, and ends this.
    const read = await readFeed(bytes, { url: 'https://corpus.example/feed', now }).catch(
      (error: unknown) => {
        if (error instanceof NotAFeedError) return error
        throw new Error(`${join(folder, name)} cannot be read`, { cause: error })
      },
    )
    if (read instanceof NotAFeedError) {
      refused.push(`${name}: ${read.message}`)
      continue
    }
    const expected = entriesExpected(join(folder, name))
    if (expected === undefined) continue
    compared += 1
    const { articles, skipped } = read
    // An entry without a title, text or link is no article; it is said to be skipped.
    if (articles.length + skipped.length !== expected) {
      otherwise.push(`${name}: ${articles.length} articles and ${skipped.length} skipped for ${expected}`)
    }
  }
  print(`${folder}: ${names.length - refused.length} of ${names.length} are feeds`)
  for (const line of refused) print(`  refused: ${line}`)
  if (compared > 0)
    print(`  all entries are found in ${compared - otherwise.length} of ${compared} that tell their number`)
  for (const line of otherwise) print(`  otherwise: ${line}`)
}

/** How many entries a suite expects, where it says so in JSON beside the document, as gofeed's does. */
function entriesExpected(document: string): number | undefined {
  const file = document.replace(DOCUMENT, '.json')
  if (!existsSync(file)) return undefined
  const { items, entries = items ?? [] } = JSON.parse(readFileSync(file, 'utf8'))
  return Array.isArray(entries) ? entries.length : undefined
}
