import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type FeedArticle, NotAFeedError, readFeed } from '../../../src/ingest/read-feed.ts'
import { fixture, NOW } from './read-fixture.ts'

/** What a reader expects of a document; see test/ingest/fixtures/cases. */
interface Case {
  id: string
  symptom: string
  url?: string
  expect: {
    count?: number
    feed?: Record<string, unknown>
    articles?: Record<string, string>[]
    refused?: true
    reason_not?: string
    same_hash_as_second?: true
  }
}

const CASES = new URL('../fixtures/cases/', import.meta.url)
const names = readdirSync(CASES)
const cases = names
  .filter((name) => name.endsWith('.expect.json') && !/^\d+-http-/.test(name))
  .map((name): Case => JSON.parse(readFileSync(new URL(name, CASES), 'utf8')))

const read = (name: string, url = 'https://www.example.org/feed.xml') =>
  readFeed(fixture(`cases/${name}`), { url, now: NOW })

const fileOf = (id: string, suffix = '') =>
  names.find((name) => name.startsWith(`${id}${suffix}.`) && !name.includes('.expect.'))!

function check(article: FeedArticle | undefined, expected: Record<string, string>) {
  const { title_has, summary_has, summary_not, published_at, ...exact } = expected
  expect(article).toMatchObject(exact)
  if (title_has) expect(article?.title).toContain(title_has)
  if (summary_has) expect(article?.summary_raw).toContain(summary_has)
  if (summary_not) expect(article?.summary_raw ?? '').not.toContain(summary_not)
  if (published_at) {
    const moment = published_at === '@now' ? NOW.getTime() : Date.parse(published_at)
    expect(Math.floor(Date.parse(article?.published_at ?? '') / 1000)).toBe(Math.floor(moment / 1000))
  }
}

describe('a fault reported of real feeds', () => {
  it.each(cases)('$id: $symptom', async ({ id, url, expect: expected }) => {
    if (expected.refused) {
      const refusal = await read(fileOf(id), url).catch((error: unknown) => error)
      expect(refusal).toBeInstanceOf(NotAFeedError)
      expect(String(refusal)).not.toContain(expected.reason_not)
      return
    }
    const { feed, articles } = await read(fileOf(id), url)
    if (expected.count !== undefined) expect(articles).toHaveLength(expected.count)
    if (expected.feed) expect(feed).toMatchObject(expected.feed)
    for (const [at, article] of (expected.articles ?? []).entries()) check(articles[at], article)
    if (expected.same_hash_as_second) {
      const second = await read(fileOf(id, '.second'), url)
      expect(second.articles.map((article) => article.guid)).toEqual(articles.map((article) => article.guid))
    }
  })
})
