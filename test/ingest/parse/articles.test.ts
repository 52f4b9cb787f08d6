import { expect, test } from 'vitest'
import { readFixture, readText, rssItem } from './read-fixture.ts'

const first = async (inner: string) => (await readText(rssItem(inner))).articles[0]

test('entries without a link get one by their id, their text or their enclosure', async () => {
  const { articles } = await readFixture('no-links.xml')
  expect(articles.map(({ title, link }) => [title, link])).toEqual([
    ['By id', 'https://nolink.example/#note%207%2Fb'],
    ['Only a text.', expect.stringMatching(/^https:\/\/nolink\.example\/#[0-9a-f]{16}$/)],
    ['Script', expect.stringMatching(/^https:\/\/nolink\.example\/#[0-9a-f]{16}$/)],
    ['show one', 'https://nolink.example/show-one.mp3'],
  ])
  const again = await readFixture('no-links.xml')
  expect(again.articles).toEqual(articles)
})

test('a feed that links every entry to its front page still gives every entry', async () => {
  const { articles } = await readFixture('shared-link.xml')
  expect(articles.map(({ link }) => link)).toEqual(['https://front.example/#1', 'https://front.example/#2'])
})

test('the same story twice is one article, the later text wins and takes what it lacks', async () => {
  const { articles } = await readFixture('duplicates.xml')
  expect(articles).toMatchObject([{ title: 'Later headline', author: 'Nia', tags: ['b', 'a'] }])
})

test('no date is later than now; a date that is none gives way to the feed', async () => {
  const { articles } = await readFixture('future-date.xml')
  expect(articles.map(({ published_at }) => published_at)).toEqual([
    '2026-03-02T12:00:00.000Z',
    '2026-02-28T09:00:00.000Z',
    '2026-02-28T09:00:00.000Z',
  ])
})

test('identity ignores scheme, www, slash, tracking, order; nothing else', async () => {
  const hashOf = async (link: string) =>
    (await first(`<title>x</title><link>${link.replaceAll('&', '&amp;')}</link>`))?.content_hash
  const one = await hashOf('https://www.Id.example:443/a/?b=2&a=1&utm_source=x#comments')
  expect(await hashOf('http://id.example/a?a=1&b=2&fbclid=zz')).toBe(one)
  for (const other of [
    'https://id.example/A?a=1&b=2',
    'https://id.example/a?a=1',
    'https://id.example/a?a=1&b=2#v2',
  ]) {
    expect(await hashOf(other)).not.toBe(one)
  }
})

test('lengths are cut between graphemes and counted in code points', async () => {
  const family = '👩‍👩‍👧‍👦'
  const tags = Array.from(
    { length: 40 },
    (_, at) => `<category>${at}${'é'.normalize('NFD').repeat(80)}</category>`,
  )
  const article = await first(
    `<title>${family.repeat(200)}</title><link>https://cut.example/</link><author>${'n'.repeat(300)}</author>${tags.join('')}`,
  )
  expect([...(article?.title ?? '')].length).toBeLessThanOrEqual(512)
  expect(article?.title).toMatch(new RegExp(`^(${family})+…$`, 'u'))
  expect([...(article?.author ?? '')].length).toBe(255)
  expect(article?.tags).toHaveLength(32)
  for (const tag of article?.tags ?? []) {
    expect([...tag].length).toBeLessThanOrEqual(64)
    expect(tag.normalize('NFC')).toMatch(/^\d+é+$/)
  }
})

test('a link longer than the database keeps is replaced, not cut', async () => {
  const article = await first(
    `<title>x</title><link>https://long.example/${'a'.repeat(2000)}</link><guid>g1</guid>`,
  )
  expect(article?.link).toBe('https://fetched.example/dir/feed#g1')
})

test.each([
  ['desk@paper.example (Ana Ruiz)', 'Ana Ruiz'],
  ['Ana Ruiz &lt;desk@paper.example&gt;', 'Ana Ruiz'],
  ['Ana Ruiz (desk@paper.example)', 'Ana Ruiz'],
  ['desk@paper.example', 'desk@paper.example'],
  ['By Ana Ruiz', 'Ana Ruiz'],
  ['noreply@paper.example (noreply)', 'noreply@paper.example'],
])('author %s', async (written, name) => {
  expect((await first(`<title>x</title><author>${written}</author>`))?.author).toBe(name)
})

test.each([
  ['<title>AT&amp;amp;T</title>', 'AT&T'],
  ['<title>&lt;i&gt;Emma&lt;/i&gt; again</title>', 'Emma again'],
  ['<title>1 &lt; 2 and a &lt;b c</title>', '1 < 2 and a <b c'],
  ['<title>Generics: Map&lt;K, V&gt;</title>', 'Generics: Map<K, V>'],
  ['<title>Line\n  and&#160;line</title>', 'Line and line'],
  ['<title>Naked <em>markup</em></title>', 'Naked markup'],
])('title %s', async (written, title) => {
  expect((await first(written))?.title).toBe(title)
})

test('a title of nothing but an image is what the image shows, else what the text says', async () => {
  const image = '&lt;img src="https://i.example/a.jpg" alt="Low tide"&gt;'
  expect((await first(`<title>${image}</title><description>Text.</description>`))?.title).toBe('Low tide')
  const bare = '&lt;img src="https://i.example/a.jpg"/&gt;'
  expect((await first(`<title>${bare}</title><description>Text.</description>`))?.title).toBe('Text.')
  expect((await first(`<description>${image}</description>`))?.title).toBe('Low tide')
})

test('what looks like a declaration and is none stays in the text', async () => {
  const html = '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">&lt;!DOCTYPE ~</title>'
  const { feed } = await readText(
    `${html}<entry><title type="html">&lt;!' ok&lt;!doctype html&gt;</title></entry></feed>`,
  )
  expect(feed.title).toBe('<!DOCTYPE ~')
  const entry = await first("<title>x</title><description>&lt;!' &lt;b&gt;bold&lt;/b&gt;</description>")
  expect(entry?.summary_raw).toBe("&lt;!' <b>bold</b>")
})

test.each([
  [
    'RSS',
    rssItem('<title>x</title><content:encoded>Whole</content:encoded><description>Short</description>'),
  ],
  [
    'Atom',
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content>Whole</content><summary>Short</summary></entry></feed>',
  ],
  ['JSON Feed', '{"items":[{"id":"1","content_html":"Whole","content_text":"Whole","summary":"Short"}]}'],
])('%s: of a summary and a content the summary is stored, without one the content', async (_, both) => {
  expect((await readText(both)).articles[0]?.summary_raw).toBe('Short')
  const alone = both.replace(/<(description|summary)>Short<.\1>|,"summary":"Short"/, '')
  expect((await readText(alone)).articles[0]?.summary_raw).toBe('Whole')
})

test('a plain text that escaping makes longer is cut to 20,000 as it is stored', async () => {
  for (const character of ['&', '<', '"', '🙂', 'a&']) {
    const summary = character.repeat(30_000)
    const { articles } = await readText(JSON.stringify({ items: [{ id: '1', title: 'x', summary }] }))
    const stored = articles[0]?.summary_raw ?? ''
    expect(stored.length).toBeLessThanOrEqual(20_000)
    expect(stored.length).toBeGreaterThan(15_000)
    expect(stored).toMatch(/(&\w+;|🙂|a)…$/u)
  }
})

test.each([
  ['de-AT', 'german'],
  ['pt_BR', 'portuguese'],
  ['English', 'english'],
  ['ja', 'simple'],
  ['', 'simple'],
])('language %s is searched as %s', async (stated, configuration) => {
  const feed = rssItem('<title>x</title>').replace('<title>T', `<language>${stated}</language><title>T`)
  expect((await readText(feed)).articles[0]?.language).toBe(configuration)
})
