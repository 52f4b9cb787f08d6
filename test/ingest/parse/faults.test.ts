import { expect, test } from 'vitest'
import { readFixture, readText, rssItem } from './read-fixture.ts'

const titles = async (name: string) => (await readFixture(name)).articles.map(({ title }) => title)

test('words before the declaration and after the root', async () => {
  expect(await titles('text-before-declaration.xml')).toEqual(['Still read'])
})

test('unclosed tags and mismatched case: no field swallows the next, no entry the next', async () => {
  const { feed, articles } = await readFixture('unclosed-tags.xml')
  expect(feed).toMatchObject({ title: 'Unclosed', link: 'https://open.example/' })
  expect(articles.map(({ title, link, summary_raw }) => [title, link, summary_raw])).toEqual([
    ['First', 'https://open.example/1', 'One'],
    ['Second', 'https://open.example/2', 'Two'],
    ['Third', 'https://open.example/3', null],
  ])
  expect(articles[0]?.published_at).toBe('2026-03-01T10:00:00.000Z')
})

test('bare ampersands, `<3`, undeclared and unknown entities', async () => {
  const { feed, articles } = await readFixture('bare-ampersands.xml')
  expect(feed.title).toBe('Salt & Pepper © Co &unknown; €')
  expect(articles[0]).toMatchObject({
    title: 'R&D <3 AT&T',
    link: 'https://amp.example/?a=1&b=2&copy=3',
    summary_raw: 'x … y',
  })
})

test('control characters, NUL and half a surrogate never come out', async () => {
  const { feed, articles } = await readFixture('control-characters.xml')
  expect(feed.title).toBe('Bell and escape')
  expect(articles[0]?.title).toMatch(/^Ctl [\ufffd]* ?end$/u)
  expect(JSON.stringify(articles)).not.toMatch(/\\u(00[01]|d[89a-f])/)
})

test('a missing channel, an unfinished CDATA section, text around one', async () => {
  expect(await titles('missing-channel.xml')).toEqual(['No channel'])
  const cut = await readFixture('cdata-unfinished.xml')
  expect(cut.articles.map(({ title }) => title)).toEqual(['Whole', 'Half'])
  expect(cut.articles[1]?.summary_raw).toMatch(/^The line was cut <b>here\s*<\/b>$/)
  const mixed = await readFixture('cdata-mixed.xml')
  expect(mixed.feed.title).toBe('Mixed & matched')
  expect(mixed.articles[0]).toMatchObject({
    title: 'Pre mid post',
    link: 'https://cdata.example/1',
    summary_raw: 'Before <b>inside</b> &amp; after',
  })
})

test('well-known prefixes work undeclared, declared ones mean what they are declared as', async () => {
  const undeclared = await readFixture('undeclared-prefixes.xml')
  expect(undeclared.articles[0]).toMatchObject({
    title: 'Own',
    author: 'Undeclared Ann',
    published_at: '2026-01-02T03:04:05.000Z',
    summary_raw: '<p>Body</p>',
  })
  const odd = await readFixture('other-prefixes.xml')
  expect(odd.feed.title).toBe('Odd prefixes')
  expect(odd.articles[0]).toMatchObject({ title: 'This', author: 'Declared Dan' })
})

test('declared entities are replaced once and never expanded again; external ones are not looked up', async () => {
  const { feed, articles } = await readFixture('entity-bomb.xml')
  expect(feed.title).toBe('Bomb by Ms. Fuse')
  expect(articles[0]?.title.length).toBeLessThan(100)
  expect(articles[0]?.title).toContain('&x;')
})

test('many uses of a declared entity stay within the budget', async () => {
  const bomb = `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(1000)}">]>${rssItem(`<title>t</title><description>${'&a;'.repeat(10_000)}</description>`)}`
  const { articles } = await readText(bomb)
  expect(articles[0]?.summary_raw?.length).toBeLessThan(60_000)
})

test('tags nested a hundred thousand deep', async () => {
  const deep = '<a>'.repeat(100_000)
  const { articles } = await readText(
    rssItem(`<title>Deep</title><description>${deep}end${'</a>'.repeat(100_000)}</description>`),
  )
  expect(articles[0]).toMatchObject({ title: 'Deep', summary_raw: expect.stringContaining('end') })
  const escaped = '&lt;b&gt;'.repeat(100_000)
  expect(
    (await readText(rssItem(`<title>x</title><description>${escaped}y</description>`))).articles,
  ).toHaveLength(1)
})

test('one bad entry costs one entry and is counted with its place', async () => {
  const { articles, skipped } = await readFixture('one-bad-entry.xml')
  expect(articles.map(({ title }) => title)).toEqual(['Good'])
  expect(skipped).toEqual([
    { index: 0, reason: expect.stringContaining('empty') },
    { index: 2, reason: expect.stringContaining('empty') },
  ])
})

test('JSON with raw tabs and a comma too many', async () => {
  expect(await titles('trailing-comma.json')).toEqual(['Tab inside'])
})

test('the first 10,000 entries are read, the rest is counted once', async () => {
  const items = Array.from(
    { length: 10_002 },
    (_, at) =>
      `<item><title>The news of the day, part ${at}</title><link>https://many.example/stories/2026/11/21/part-${at}/index.html</link></item>`,
  )
  const { articles, skipped } = await readText(
    `<rss><channel><title>Many</title>${items.join('')}</channel></rss>`,
  )
  expect(articles).toHaveLength(10_000)
  expect(skipped).toEqual([{ index: 10_000, reason: expect.stringContaining('10002 entries') }])
})

test('a page of unfinished tags is told apart in linear time', async () => {
  await expect(readText(`<html>${'<input '.repeat(300_000)}`)).rejects.toThrow('HTML page')
})
