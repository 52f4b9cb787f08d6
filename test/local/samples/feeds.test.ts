import { describe, expect, it } from 'vitest'
import { type FeedArticle, readFeed } from '../../../src/ingest/read-feed.ts'
import { PAPERS, type Paper } from '../../../src/local/samples/catalogue.ts'
import { writeEdition } from '../../../src/local/samples/edition.ts'
import { DAY_MS, dayOf } from '../../../src/local/samples/pick-stories.ts'

const DAYS = process.env.LONG ? 400 : 8
const FIRST = dayOf(new Date('2027-01-05T00:00:00Z'))

function read(paper: Paper, now: Date) {
  const { body, contentType } = writeEdition(paper, dayOf(now))
  return readFeed(body, { url: `http://127.0.0.1:8790${paper.path}`, contentType, now })
}

async function articlesOf(path: string, day = FIRST): Promise<FeedArticle[]> {
  const paper = PAPERS.find((each) => each.path === path)!
  return (await read(paper, new Date((day + 0.5) * DAY_MS))).articles
}

describe('every sample feed', () => {
  it.each(PAPERS)('$name is read whole, in its own words', async (paper) => {
    for (let day = FIRST; day < FIRST + DAYS; day++) {
      const { feed, articles, skipped } = await read(paper, new Date((day + 0.5) * DAY_MS))
      expect(skipped).toEqual([])
      expect(feed.title).toBe(paper.name)
      expect(feed.description).toBe(paper.description)
      expect(feed.language).toBe(paper.language)
      expect(articles).toHaveLength(paper.carries.flatMap(({ places }) => places).length * 2)
      for (const { title, link, summary_raw, tags } of articles) {
        expect(`${title}${summary_raw}${tags}`).not.toMatch(/[\ufffd{}]|Ã|&\w*;|<script|onerror|javascript:/i)
        expect(link).toMatch(/^https:\/\/[\w-]+\.example\/\d{4}\/\d\d\/\d\d\/[\w-]+$/)
      }
    }
  })

  it.each([
    '2027-01-05T00:00:00.000Z',
    '2027-01-05T00:00:01.000Z',
    '2027-02-28T23:59:59.999Z',
    '2027-03-28T01:30:00.000Z',
    '2028-02-29T12:00:00.000Z',
    '2028-12-31T23:30:00.000Z',
    '2029-01-01T00:00:00.000Z',
  ])('at %s states no date to come, and has a day’s stories of the last 40 hours', async (moment) => {
    const now = new Date(moment)
    for (const paper of PAPERS) {
      // Read as if much later: readFeed would bring a date to come back to now and hide it.
      const { body, contentType } = writeEdition(paper, dayOf(now))
      const later = new Date(now.getTime() + 3 * DAY_MS)
      const { articles } = await readFeed(body, { url: paper.url, contentType, now: later })
      const ages = articles.map(({ published_at }) => now.getTime() - Date.parse(published_at))
      expect(Math.min(...ages)).toBeGreaterThanOrEqual(0)
      expect(ages.filter((age) => age <= 40 * 3_600_000).length).toBeGreaterThanOrEqual(ages.length / 2)
    }
  })

  it('is the same within a day, and brings new links the next', async () => {
    for (const paper of PAPERS) {
      expect(writeEdition(paper, FIRST).body).toEqual(writeEdition(paper, FIRST).body)
      const before = new Set((await articlesOf(paper.path)).map(({ content_hash }) => content_hash))
      const after = await articlesOf(paper.path, FIRST + 1)
      const fresh = after.filter(({ content_hash }) => !before.has(content_hash))
      expect(fresh).toHaveLength(after.length / 2)
    }
  })
})

describe('the faults that the sample feeds have on purpose', () => {
  const bytesOf = (path: string) => {
    const { body } = writeEdition(PAPERS.find((each) => each.path === path)!, FIRST)
    return Buffer.from(body).toString('latin1')
  }

  it('Windows-1252 that calls itself UTF-8', async () => {
    expect(bytesOf('/stadtblatt.rss')).toMatch(/encoding="utf-8".*[\x84\xfc]/s)
    const text = JSON.stringify(await articlesOf('/stadtblatt.rss'))
    expect(text).toMatch(/[äöü]/)
  })

  it('undeclared entities', async () => {
    expect(bytesOf('/petit-phare.atom')).toMatch(/&eacute;/)
    expect(JSON.stringify(await articlesOf('/petit-phare.atom'))).toMatch(/é/)
  })

  it('text before the declaration, tracking on links, no title, no date, and scripts', async () => {
    const bytes = bytesOf('/loose-threads.xml')
    expect(bytes).toMatch(/^Warning.*\n<\?xml/)
    expect(bytes).toMatch(/<script&gt;|&lt;script&gt;alert/)
    expect(bytes).toMatch(/onerror/)
    expect(bytes.match(/<item>/g)!.length - bytes.match(/<pubDate>/g)!.length).toBe(2)
    expect(bytes.match(/<title>/g)!.length).toBe(bytes.match(/<item>/g)!.length + 1 - 2)
    const articles = await articlesOf('/loose-threads.xml')
    expect(articles.every(({ title, link }) => title.trim() && !link.includes('?'))).toBe(true)
  })

  it('one story in three feeds is one article', async () => {
    const [gazette, bulletin, threads] = await Promise.all(
      ['/harbour-gazette.rss', '/open-field.rdf', '/loose-threads.xml'].map(async (path) =>
        (await articlesOf(path)).map(({ content_hash }) => content_hash),
      ),
    )
    const shared = gazette!.filter((hash) => bulletin!.includes(hash) && threads!.includes(hash))
    expect(shared).toHaveLength(2)
  })
})
