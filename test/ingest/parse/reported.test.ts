import { describe, expect, test } from 'vitest'
import { readFeed } from '../../../src/ingest/read-feed.ts'
import { NOW, readText, rssItem } from './read-fixture.ts'

/** Faults of the kinds that other readers' bug trackers report, each read by this one. */
const rss = (items: string) =>
  `<rss version="2.0"><channel><title>T</title><link>https://site.example/</link>${items}</channel></rss>`
const item = (title: string, description: string) =>
  `<item><title>${title}</title><description>${description}</description></item>`
const first = async (inner: string) => (await readText(rssItem(inner))).articles[0]

describe('a section of which the end was escaped, cut or forgotten takes no entry along', () => {
  test.each([
    ['<![CDATA[one]]&gt;', '<![CDATA[two]]>'],
    ['<![CDATA[one', '<![CDATA[two]]>'],
    ['<![CDATA[one]]', '<![CDATA[two]>'],
    ['<![CDATA[one]]&gt;', 'two'],
    ['<![CDATA[one]]>', '<![CDATA[two]]&gt;'],
  ])('%s and %s', async (one, two) => {
    const { articles } = await readText(rss(item('A', one) + item('B', two) + item('C', 'three')))
    expect(articles.map(({ title, summary_raw }) => [title, summary_raw])).toEqual([
      ['A', 'one'],
      ['B', 'two'],
      ['C', 'three'],
    ])
  })

  test('one within another, and a sample of a feed in one that is whole, stay as they are', async () => {
    const nested = item('A', '<![CDATA[x <![CDATA[y]]]]><![CDATA[>]]>')
    const sample = item('B', '<![CDATA[<pre>&lt;/description&gt;&lt;![CDATA[</pre>]]>')
    const { articles } = await readText(rss(nested + sample))
    expect(articles.map(({ summary_raw }) => summary_raw)).toEqual([
      'x y',
      '<pre>&lt;/description&gt;&lt;![CDATA[</pre>',
    ])
  })
})

test.each([
  ['Sun, 15 Dec 2024 12:15 PM', '2024-12-15T12:15:00.000Z'],
  ['Posted on March 9, 2024 at 8:05 am', '2024-03-09T08:05:00.000Z'],
  ['17 Mar 2020 23:00:00 AEDT', '2020-03-17T12:00:00.000Z'],
  ['Sat Mar 09 2024 08:05:00 GMT+0100 (Central European Standard Time)', '2024-03-09T07:05:00.000Z'],
  ['2024-03-09 08:05:00 +0000 UTC', '2024-03-09T08:05:00.000Z'],
  ['9th of March 2024', '2024-03-09T00:00:00.000Z'],
])('a date as feeds write it: %s', async (written, expected) => {
  expect((await first(`<pubDate>${written}</pubDate>`))?.published_at).toBe(expected)
})

test.each([
  ['&lt;a href="https://news.example/a"&gt;A&lt;/a&gt;', 'https://news.example/a'],
  ['["https://news.example/a"]', 'https://news.example/a'],
  ['“https://news.example/a”', 'https://news.example/a'],
])('an address in wrapping: %s', async (written, expected) => {
  const { articles } = await readText(rss(`<item><title>A</title><link>${written}</link></item>`))
  expect(articles[0]?.link).toBe(expected)
})

test('a permalink that is a path leads to the site; one that is none does not', async () => {
  const linkOf = async (guid: string) =>
    (await readText(rss(`<item><title>A</title>${guid}</item>`))).articles[0]?.link
  expect(await linkOf('<guid isPermaLink="true">/a</guid>')).toBe('https://site.example/a')
  expect(await linkOf('<guid>/a</guid>')).toBe('https://site.example/#%2Fa')
})

test('episodes that all bear the name and the page of their show are told by their files', async () => {
  const episode = (n: number) =>
    `<item><title>The show</title><link>https://site.example/show</link><enclosure url="https://cdn.example/${n}.mp3"/></item>`
  const { articles } = await readText(rss(episode(1) + episode(2) + episode(3)))
  expect(articles.map(({ guid }) => guid)).toEqual([1, 2, 3].map((n) => `https://cdn.example/${n}.mp3`))
  expect((await readText(rss(episode(1) + episode(1)))).articles).toHaveLength(1)
})

test.each([
  ['<author>()</author><dc:creator>Ann Ash</dc:creator>', 'Ann Ash'],
  ['<media:credit role="author">Ann Ash</media:credit>', 'Ann Ash'],
  ['<media:credit role="photographer">Ann Ash</media:credit>', null],
  ['<creator>Ann Ash</creator>', 'Ann Ash'],
])('who wrote it: %s', async (written, expected) => {
  expect((await first(`<title>A</title>${written}`))?.author).toBe(expected)
})

test('JSON Feed: ids that are numbers, titles that were escaped all the same', async () => {
  const entry = {
    id: 1,
    url: 'https://site.example/1',
    title: 'R&amp;D: why &#8220;x&#8221;',
    tags: 'a, b',
  }
  const text = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', items: [entry] })
  const { articles } = await readFeed(new TextEncoder().encode(text), {
    url: 'https://site.example/f',
    now: NOW,
  })
  expect(articles[0]).toMatchObject({ title: 'R&D: why “x”', tags: ['a', 'b'], guid: '1' })
})
