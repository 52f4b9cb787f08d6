import { expect, test } from 'vitest'
import { readText } from '../parse/read-fixture.ts'

/** Title, link, id and date of an entry; null for none. */
type Entry = [title: string, link: string | null, guid?: string | null, date?: string]

const PAGE = 'https://site.example/page'
const feed = (entries: Entry[]) =>
  `<rss version="2.0"><channel><title>T</title><link>https://site.example/</link>${entries
    .map(
      ([title, link, guid = null, date]) =>
        `<item><title>${title}</title>${link === null ? '' : `<link>${link}</link>`}${guid === null ? '' : `<guid isPermaLink="false">${guid}</guid>`}${date ? `<pubDate>${date}</pubDate>` : ''}</item>`,
    )
    .join('')}</channel></rss>`

test.each<[string, Entry[], (string | null)[]]>([
  [
    'ids of their own, one page',
    [
      ['A', PAGE, '1'],
      ['B', PAGE, '2'],
    ],
    ['1', '2'],
  ],
  [
    'ids of their own, all else alike',
    [
      ['A', PAGE, '1', '2024-01-01'],
      ['A', PAGE, '2', '2024-01-01'],
    ],
    ['1', '2'],
  ],
  [
    'ids of their own, no links',
    [
      ['A', null, '1'],
      ['B', null, '2'],
    ],
    ['1', '2'],
  ],
  [
    'no ids, one page, other titles',
    [
      ['A', PAGE],
      ['B', PAGE],
    ],
    [null, null],
  ],
  [
    'no ids, one page, other dates',
    [
      ['A', PAGE, null, '2024-01-01'],
      ['A', PAGE, null, '2024-01-02'],
    ],
    [null, null],
  ],
  [
    'no ids, all alike',
    [
      ['A', PAGE, null, '2024-01-01'],
      ['A', PAGE, null, '2024-01-01'],
    ],
    [null],
  ],
  [
    'no ids, one story told twice',
    [
      ['A', `${PAGE}?utm_source=a`],
      ['B', `${PAGE}?utm_source=b`],
    ],
    [null],
  ],
  [
    'one id for all, links of their own',
    [
      ['A', `${PAGE}/1`, 'x'],
      ['B', `${PAGE}/2`, 'x'],
    ],
    [null, null],
  ],
  [
    'one id for all, one page',
    [
      ['A', PAGE, 'x', '2024-01-01'],
      ['B', PAGE, 'x', '2024-01-02'],
    ],
    [null, null],
  ],
  [
    'empty ids',
    [
      ['A', PAGE, ''],
      ['B', PAGE, ' '],
    ],
    [null, null],
  ],
  [
    'ids that say nothing',
    [
      ['A', `${PAGE}/1`, '0'],
      ['B', `${PAGE}/2`, 'null'],
    ],
    [null, null],
  ],
  [
    'the site for an id',
    [
      ['A', `${PAGE}/1`, 'https://site.example'],
      ['B', `${PAGE}/2`, 'b'],
    ],
    [null, 'b'],
  ],
  [
    'two versions of one id',
    [
      ['A', PAGE, 'a', '2024-01-01'],
      ['A!', PAGE, 'a', '2024-01-02'],
      ['B', null, 'b'],
    ],
    ['a', 'b'],
  ],
  [
    'an id of two other articles',
    [
      ['A', `${PAGE}/1`, 'a'],
      ['B', `${PAGE}/2`, 'a'],
      ['C', null, 'c'],
    ],
    [null, null, 'c'],
  ],
  [
    'the front page for a link',
    [
      ['A', 'https://site.example'],
      ['B', 'https://site.example/'],
    ],
    [null, null],
  ],
  [
    'places on one page',
    [
      ['A', `${PAGE}#a`],
      ['B', `${PAGE}#b`],
    ],
    [null, null],
  ],
])('%s', async (_, entries, guids) => {
  const { articles } = await readText(feed(entries))
  expect(articles.map(({ guid }) => guid)).toEqual(guids)
  expect(new Set(articles.map(({ content_hash }) => content_hash)).size).toBe(guids.length)
  const again = await readText(feed(entries.toReversed()))
  const hashes = (read: typeof again) => read.articles.map(({ content_hash }) => content_hash).sort()
  expect(hashes(again), 'whatever the order').toEqual(hashes({ ...again, articles }))
})

test('an entry on a page of all leads there, unless its id is an address of its own', async () => {
  const { articles } = await readText(
    feed([
      ['A', PAGE, '1'],
      ['B', PAGE, '2'],
    ]),
  )
  expect(articles.map(({ link }) => link)).toEqual([PAGE, PAGE])
  const permanent = feed([
    ['A', PAGE, `${PAGE}/1`],
    ['B', PAGE, `${PAGE}/2`],
  ]).replaceAll(' isPermaLink="false"', '')
  expect((await readText(permanent)).articles.map(({ link }) => link)).toEqual([`${PAGE}/1`, `${PAGE}/2`])
})

test('ten thousand entries of one id, or on one page, are told apart in linear time', async () => {
  for (const [guid, link] of [
    ['x', null],
    [null, PAGE],
    ['x', PAGE],
  ] as const) {
    const entries = Array.from({ length: 10_000 }, (_, n): Entry => [`Story number ${n}`, link, guid])
    expect((await readText(feed(entries))).articles).toHaveLength(10_000)
  }
})
