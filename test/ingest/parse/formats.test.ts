import { expect, test } from 'vitest'
import { readFixture } from './read-fixture.ts'

const HASH = expect.stringMatching(/^[0-9a-f]{64}$/)

test('RSS 2.0: every field, tracking off, relative links in the summary absolute, tags once', async () => {
  const { feed, articles, skipped } = await readFixture('rss-plain.xml')
  expect(feed).toMatchObject({
    title: 'Harbour Gazette',
    link: 'https://harbour.example/',
    description: 'News from the quay',
    language: 'en-GB',
    format: 'rss',
    version: '2.0',
    encoding: 'utf-8',
    ttl_minutes: 45,
  })
  expect(skipped).toEqual([])
  expect(articles).toEqual([
    {
      title: 'Ferry returns after a winter in dock & a new coat of paint',
      link: 'https://harbour.example/ferry?id=7',
      published_at: '2026-03-01T17:30:00.000Z',
      author: 'Ida Brandt',
      summary_raw:
        '<p>The ferry is <b>back</b>. <a href="https://fetched.example/timetable">Timetable</a></p>',
      tags: ['Transport'],
      language: 'english',
      date_is_guess: false,
      guid: 'ferry-7',
      content_hash: HASH,
      link_hash: HASH,
      entry_hash: HASH,
    },
    {
      title: 'Gulls counted',
      link: 'https://harbour.example/gulls',
      published_at: '2026-02-28T00:00:00.000Z',
      author: 'Olu Ade',
      summary_raw: null,
      tags: [],
      language: 'english',
      date_is_guess: false,
      guid: 'https://harbour.example/gulls',
      content_hash: HASH,
      link_hash: HASH,
      entry_hash: HASH,
    },
  ])
})

test('Atom 1.0: nested xml:base, text types, inherited author and language', async () => {
  const { feed, articles } = await readFixture('atom-plain.xml')
  expect(feed).toMatchObject({
    title: 'Waldblatt & Moos',
    link: 'https://wald.example/',
    self: 'https://wald.example/blog/feed.atom',
    hub: 'https://hub.example/',
    format: 'atom',
    version: '1.0',
  })
  expect(articles[0]).toMatchObject({
    title: 'Pilze < Moose',
    link: 'https://wald.example/blog/2026/pilze.html',
    published_at: '2026-02-27T07:00:00.000Z',
    author: 'Jette Moor',
    tags: ['Natur'],
    language: 'german',
    summary_raw:
      '<div><p>Ein <em>feuchter</em> Monat. <img src="https://wald.example/blog/2026/bild.jpg" alt="Pilz"></p></div>',
  })
  expect(articles[1]).toMatchObject({
    title: 'Der Dachs',
    link: 'https://wald.example/blog/dachs.html',
    summary_raw: 'Kurz &amp; knapp: &lt;b&gt; bleibt Text',
  })
})

test('RDF (RSS 1.0): items beside the channel, Dublin Core under another prefix, syndication module', async () => {
  const { feed, articles } = await readFixture('rdf-plain.xml')
  expect(feed).toMatchObject({ title: 'Les Nuages', format: 'rdf', version: '1.0', ttl_minutes: 360 })
  expect(articles).toMatchObject([
    {
      title: 'Éclaircies',
      link: 'https://nuages.example/1',
      published_at: '2026-01-05T06:00:00.000Z',
      author: 'Zoé Petit',
      tags: ['ciel'],
      language: 'french',
      summary_raw: 'Le ciel s’ouvre.',
    },
  ])
})

test('JSON Feed 1.1: fields of the wrong type cost themselves, items that are none are counted', async () => {
  const { feed, articles, skipped } = await readFixture('json-plain.json')
  expect(feed).toMatchObject({ title: 'Bokhyllan', format: 'json', version: '1.1', language: 'sv' })
  expect(articles).toMatchObject([
    {
      title: 'Boken om <havet>',
      link: 'https://fetched.example/bok/1',
      published_at: '2026-02-10T09:00:00.000Z',
      author: 'Ebba Sund',
      tags: ['böcker'],
      language: 'swedish',
      summary_raw: '<p>Läs den.</p>',
    },
    { title: 'Bara text.', link: 'https://bok.example/#42', summary_raw: 'Bara text. Ingen rubrik.' },
  ])
  expect(skipped.map(({ index }) => index)).toEqual([2, 3])
})

test('Atom 0.3: escaped mode decodes twice, base64 content, issued before modified', async () => {
  const { feed, articles } = await readFixture('atom-03.xml')
  expect(feed).toMatchObject({ format: 'atom', version: '0.3' })
  expect(articles[0]).toMatchObject({
    title: 'Fish & chips',
    published_at: '2004-05-06T07:08:09.000Z',
    summary_raw: '<p>Hello <b>world</b></p>',
  })
})

test('CDF: upper-case names, link and date in attributes', async () => {
  const { feed, articles } = await readFixture('cdf.xml')
  expect(feed).toMatchObject({ title: 'Push channel', version: 'cdf', link: 'http://cdf.example/' })
  expect(articles[0]).toMatchObject({
    title: 'Active desktop',
    link: 'http://cdf.example/a',
    published_at: '1998-04-07T04:05:00.000Z',
    summary_raw: 'As it was',
  })
})
