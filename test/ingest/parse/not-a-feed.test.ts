import { expect, test } from 'vitest'
import { findFeedLinks, NotAFeedError, readFeed } from '../../../src/ingest/read-feed.ts'
import { fixture, NOW, readFixture, readText } from './read-fixture.ts'

test.each([
  [
    'html-page.html',
    'It names 2 feeds: https://fetched.example/feed.atom, https://fetched.example/comments/feed',
  ],
  ['login-form.html', 'login form'],
  ['opml.xml', 'OPML'],
  ['svg.xml', 'neither RSS, RDF nor Atom'],
  ['other.json', 'no JSON Feed'],
])('%s says what it is', async (name, part) => {
  await expect(readFixture(name)).rejects.toThrow(part)
  await expect(readFixture(name)).rejects.toBeInstanceOf(NotAFeedError)
})

test.each([
  ['', 'empty'],
  [' \n ', 'empty'],
  ['Just some words.', 'plain text'],
  ['%PDF-1.7 ...', 'binary'],
  ['\n<div>A part of a page</div>', 'neither RSS, RDF nor Atom'],
  [
    '<html><head><link rel="alternate" type="application/rss+xml" href="rss"></head></html>',
    'It names the feed https://fetched.example/dir/rss: use that.',
  ],
  ['<html><title>Just a moment...</title><body></body></html>', 'human with a browser'],
])('%j', async (text, part) => {
  await expect(readText(text)).rejects.toThrow(part)
})

test('a feed link is absolute, decoded, named once; scripts and other alternates are none', () => {
  const html = `<base href="https://cdn.example/x/"><LINK REL="Alternate feed" HREF="a?b=1&amp;c=2" title="A &amp; B">
    <link rel=alternate type="application/rss+xml" href="a?b=1&c=2"><link rel=alternate type="text/html" hreflang=de href="/de">
    <link rel=alternate type="application/feed+json" href="feed:https://j.example/f"><link rel=alternate type="application/rss+xml" href="javascript:1">`
  expect(findFeedLinks(html, 'https://site.example/')).toEqual([
    { href: 'https://cdn.example/x/a?b=1&c=2', title: 'A & B', type: '' },
    { href: 'https://j.example/f', title: null, type: 'application/feed+json' },
  ])
})

test.each([
  ['<link rel="alternate" type="text/xml" href="/f">', ['/f']],
  ['<link rel="alternate" type="application/xml" href="/feed.xml">', ['/feed.xml']],
  ['<link rel="alternate" href="/feed.xml">', ['/feed.xml']],
  ['<link rel="feed" href="/f">', ['/f']],
  ['<link rel="alternate" type="application/rdf+xml" href="/f">', ['/f']],
  [
    '<link rel="alternate" type="text/xml+oembed" href="/o"><link rel="alternate" type="application/rss+xml" href="/f">',
    ['/f'],
  ],
  ['<link rel="alternate" hreflang="de" href="/de/">', []],
  ['<!-- <link rel="alternate" type="application/rss+xml" href="/f"> -->', []],
])('which feeds %s names', (html, expected) => {
  const found = findFeedLinks(`<html><head>${html}</head></html>`, 'https://site.example/')
  expect(found.map(({ href }) => href)).toEqual(expected.map((path) => `https://site.example${path}`))
})

test('bytes that are nothing at all', async () => {
  const noise = Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256)
  await expect(readFeed(noise, { url: '', now: NOW })).rejects.toBeInstanceOf(NotAFeedError)
  await expect(readFeed(fixture('html-page.html'), { url: '', now: NOW })).rejects.toThrow('HTML page')
})
