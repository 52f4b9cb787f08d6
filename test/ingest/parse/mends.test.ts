import { expect, test } from 'vitest'
import { readText, rssItem } from './read-fixture.ts'

const first = async (inner: string) =>
  (await readText(rssItem(inner).replace('<title>T', '<link>https://site.example/</link><title>T')))
    .articles[0]

test.each([
  ['https://www.example.org/a&amp;amp;b=1', 'https://www.example.org/a&b=1'],
  ['https://www.example.org/?a=1&amp;#38;b=2', 'https://www.example.org/?a=1&b=2'],
  ['<![CDATA[https://www.example.org/?a=1&amp;b=2]]>', 'https://www.example.org/?a=1&b=2'],
  ['&lt;https://www.example.org/a&gt;', 'https://www.example.org/a'],
  ['&lt;![CDATA[https://www.example.org/a]]&gt;', 'https://www.example.org/a'],
  ['www.example.org/a', 'https://www.example.org/a'],
  ['site.example/a', 'https://site.example/a'],
  ['news.html', 'https://site.example/news.html'],
  ['//www.example.org/a', 'https://www.example.org/a'],
  ['http//www.example.org/a', 'http://www.example.org/a'],
  ['https:/www.example.org/a', 'https://www.example.org/a'],
  ['https:///www.example.org/a', 'https://www.example.org/a'],
  ['http:\\\\www.example.org\\a', 'http://www.example.org/a'],
  ['htp://www.example.org/a', 'http://www.example.org/a'],
  ['https://https://www.example.org/a', 'https://www.example.org/a'],
  [
    'https://web.archive.org/web/2024/https://a.example/',
    'https://web.archive.org/web/2024/https://a.example/',
  ],
  ['/a', 'https://site.example/a'],
  [
    'https://www.google.com/url?rct=j&amp;sa=t&amp;url=https://news.example/a&amp;ct=ga',
    'https://news.example/a',
  ],
  [
    'https://www.google.com/search?q=https://news.example/a',
    'https://www.google.com/search?q=https://news.example/a',
  ],
  [
    'http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;url=https%3a%2f%2fnews.example%2fa&amp;c=1',
    'https://news.example/a',
  ],
  ['https://r.search.yahoo.com/_ylt=A/RU=https%3a%2f%2fnews.example%2fy/RK=0/RS=x', 'https://news.example/y'],
  [
    'https://www.google.com/url?url=javascript:alert(1)',
    'https://www.google.com/url?url=javascript:alert(1)',
  ],
  [
    'https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%3A%2F%2Fnews.example%2Fb',
    'https://news.example/b',
  ],
])('link %s', async (written, link) => {
  expect((await first(`<title>x</title><link>${written}</link>`))?.link).toBe(link)
})

test.each([
  ['The &lt;b&gt;bold&lt;/b&gt; move', 'The bold move'],
  ['&lt;p&gt;Paragraph&lt;/p&gt;', 'Paragraph'],
  ['&lt;p&gt;Hello', 'Hello'],
  ['Cut off&lt;/p&gt;', 'Cut off'],
  ['The &lt;script&gt; tag', 'The <script> tag'],
  ['How to close &lt;/div&gt; tags', 'How to close </div> tags'],
  ['Why &lt;b&gt;, &lt;i&gt; and &lt;u&gt; matter', 'Why <b>, <i> and <u> matter'],
  ['The &lt;br&gt; element', 'The <br> element'],
  ['A&lt;br&gt;B', 'A B'],
  ['&lt;title&gt;x&lt;/title&gt;', '<title>x</title>'],
  ['Vec&lt;T&gt; &amp;amp; Box', 'Vec<T> & Box'],
  ['array&lt;i&gt; tips', 'array<i> tips'],
  ['<![CDATA[&lt;p&gt; and &lt;div&gt; explained]]>', '<p> and <div> explained'],
  ['Use &amp;nbsp; wisely', 'Use &nbsp; wisely'],
  ['a&amp;nbsp;b', 'a b'],
  ['&amp;#55357;&amp;#56842; hi', '😊 hi'],
  ['&#55357;&#56842;', '😊'],
  ['&#55357; alone', '\ufffd alone'],
  ['&lt;![CDATA[Market &amp;amp; day]]&gt;', 'Market & day'],
  ['What is &lt;!DOCTYPE html&gt;?', 'What is <!DOCTYPE html>?'],
  ['It&amp;rsquo;s', 'It’s'],
  ['Tom &amp;amp;amp; Jerry', 'Tom &amp; Jerry'],
])('title %s', async (written, title) => {
  expect((await first(`<title>${written}</title><link>https://site.example/t</link>`))?.title).toBe(title)
})

test.each([
  ['(Sam)', 'Sam'],
  ['[Sam]', 'Sam'],
  ['desk@paper.example (Sam (S.) Reed)', 'Sam (S.) Reed'],
  ['Sam (Reuters)', 'Sam (Reuters)'],
  ['()', null],
])('author %s', async (written, name) => {
  expect((await first(`<title>x</title><author>${written}</author>`))?.author).toBe(name)
})

test('an unclosed field is guessed only where tags do not match', async () => {
  const category = '<category>Boats <image><title>Not this</title></image></category>'
  const sound = await first(`${category}<title>This</title><link>https://site.example/1</link>`)
  expect(sound).toMatchObject({ title: 'This', tags: ['Boats'] })
  const broken = await first('<title>This<link>https://site.example/1</link>')
  expect(broken).toMatchObject({ title: 'This', link: 'https://site.example/1' })
})

test('what stands in CDATA within CDATA is read', async () => {
  const inner = '<![CDATA[before <![CDATA[inner]]> after]]>'
  expect((await first(`<title>x</title><description>${inner}</description>`))?.summary_raw).toBe(
    'before inner after',
  )
})

test('keywords are tags of their own', async () => {
  const keywords = async (text: string) =>
    (await first(`<title>x</title><itunes:keywords>${text}</itunes:keywords>`))?.tags
  expect(await keywords('boats, low tide')).toEqual(['boats', 'low tide'])
  expect(await keywords('boats; low tide')).toEqual(['boats', 'low tide'])
  expect(await keywords('boats tide')).toEqual(['boats', 'tide'])
})

test('a base, or a site, longer than any that is stored is passed over; a query makes none so', async () => {
  const linkOf = async (feed: string, url = 'https://fetched.example/dir/feed') =>
    (await readText(feed, { url })).articles[0]?.link
  const feed = (base: string, site = '') =>
    `<rss xml:base="${base}"><channel>${site}<item><title>A</title><link>a</link></item></channel></rss>`
  const long = (length: number) => `https://site.example/${'b'.repeat(length)}/`
  expect(await linkOf(feed(long(400)))).toBe(`${long(400)}a`)
  expect(await linkOf(feed(long(600)))).toBe('https://fetched.example/dir/a')
  expect(await linkOf(feed('', `<link>${long(600)}</link>`))).toBe('https://fetched.example/dir/a')
  expect(await linkOf(feed(''), `https://fetched.example/dir/feed?signature=${'s'.repeat(600)}`)).toBe(
    'https://fetched.example/dir/a',
  )
})

test.each([
  ['a name over and over', () => 'b="&amp;c" '],
  ['names of their own', (n: number) => `b${n}='c' `],
])('a tag that is longer than all else takes nothing along: %s', async (_, attribute) => {
  const tag = `<a ${Array.from({ length: 20_000 }, (_, n) => attribute(n)).join('')}/>`
  const item = (name: string) =>
    `<item><title>${name}</title>${tag}<link>https://news.example/${name}</link></item>`
  const { articles, skipped } = await readText(`<rss><channel>${item('A')}${item('B')}</channel></rss>`)
  expect(skipped).toEqual([])
  expect(articles.map(({ title, link }) => [title, link])).toEqual([
    ['A', 'https://news.example/A'],
    ['B', 'https://news.example/B'],
  ])
})
