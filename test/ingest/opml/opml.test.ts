import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NotOpmlError, readOpml } from '../../../src/ingest/opml/read-opml.ts'
import { toSubscriptions } from '../../../src/ingest/opml/subscriptions.ts'
import { type OpmlFeed, OpmlWriter } from '../../../src/ingest/opml/write-opml.ts'

const NOW = new Date('2026-11-21T06:00:00Z')
const write = (feeds: OpmlFeed[]) => {
  const writer = new OpmlWriter()
  return writer.begin(NOW) + writer.write(feeds) + writer.end()
}
const read = async (text: string | Uint8Array, type: string | null = null) =>
  toSubscriptions(await readOpml(typeof text === 'string' ? new TextEncoder().encode(text) : text, type), {
    allowedOrigins: [],
  })

it('reads folders as tags, one within the other, and a feed in two folders once', async () => {
  const { feeds, refused } = await read(`<?xml version="1.0"?><opml version="1.1"><body>
    <outline text="News"><outline title="Local">
      <outline text="Harbour" type="rss" xmlUrl="https://harbour.example/feed" htmlUrl="https://harbour.example/"/>
    </outline></outline>
    <outline text="Sea"><outline text="Harbour again" xmlUrl="feed://harbour.example/feed"/>
      <outline text="Same" xmlUrl="https://harbour.example/feed"/></outline>
    <outline text="Plain" xmlUrl="https://plain.example/f" category="/Boston/Weather,Tides"/>
  </body></opml>`)
  expect(refused).toEqual([])
  expect(feeds).toEqual([
    {
      name: 'Harbour',
      url: 'https://harbour.example/',
      feed_url: 'https://harbour.example/feed',
      tags: ['News', 'Local', 'Sea'],
    },
    {
      name: 'Harbour again',
      url: 'http://harbour.example',
      feed_url: 'http://harbour.example/feed',
      tags: ['Sea'],
    },
    {
      name: 'Plain',
      url: 'https://plain.example',
      feed_url: 'https://plain.example/f',
      tags: ['Boston', 'Weather', 'Tides'],
    },
  ])
})

it('refuses each feed that the ingest would not fetch, with the reason', async () => {
  const { feeds, refused } = await read(`<opml><body>
    <outline text="No address" type="rss"/><outline text="Page" type="link" url="https://page.example"/>
    <outline text="Inside" xmlUrl="http://10.0.0.1/feed"/><outline text="Odd" xmlUrl="javascript:alert(1)"/>
    <outline text="Good" xmlUrl="https://good.example/feed"/></body></opml>`)
  expect(feeds.map((feed) => feed.name)).toEqual(['Good'])
  expect(refused.map(({ title }) => title)).toEqual(['No address', 'Page', 'Inside', 'Odd'])
  expect(refused[0]?.reason).toContain('xmlUrl')
  expect(refused[2]?.reason).toMatch(/private|public/)
  expect(refused[3]?.reason).toContain('javascript:')
})

it('reads lists with faults: bare ampersands, unclosed folders, other encodings, other capitals', async () => {
  const broken = `<OPML><BODY><OUTLINE TEXT="R & D"><outline text='A' xmlurl='https://a.example/?x=1&y=2'>
    <outline text="B" xmlUrl="https://b.example/f"/>`
  expect((await read(broken)).feeds.map(({ name, feed_url, tags }) => [name, feed_url, tags])).toEqual([
    ['A', 'https://a.example/?x=1&y=2', ['R & D']],
    ['B', 'https://b.example/f', ['R & D']],
  ])
  const latin = Uint8Array.from(
    '<?xml version="1.0" encoding="iso-8859-1"?><opml><outline text="H\xf6he" xmlUrl="https://h.example/"/></opml>',
    (char) => char.charCodeAt(0),
  )
  expect((await read(latin)).feeds[0]?.name).toBe('Höhe')
})

it('expands no entity, neither out of a file nor without end', async () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "${'x'.repeat(1000)}">
    ${'bcdefgh'
      .split('')
      .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefgh'[i]};`.repeat(20)}">`)
      .join('')}
    <!ENTITY file SYSTEM "file:///etc/passwd">]>
    <opml><body><outline text="&h;&file;" xmlUrl="https://a.example/f"/></body></opml>`
  const [feed] = (await read(bomb)).feeds
  expect(feed?.name.length).toBeLessThanOrEqual(255)
  expect(feed?.name).not.toContain('root:')
})

it.each(['', 'hello', '<rss><channel/></rss>', '<html><body>Sign in</body></html>', '{"a":1}'])(
  'says that %j is no OPML',
  (text) => expect(read(text)).rejects.toThrow(NotOpmlError),
)

it('takes an empty list for what it is', async () => {
  expect(await read('<opml version="2.0"><head/><body/></opml>')).toEqual({ feeds: [], refused: [] })
})

it('gives back what it wrote, whatever names and tags hold', async () => {
  const legal = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u
  const word = (max: number) =>
    fc
      .oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: max }),
        fc.constantFrom('a & b', '<b>"x"</b>', "O'Hara", ' R\tD\n', '&amp;', ']]>', '日本 🗾', '/a,b/'),
      )
      .filter((text) => legal.test(text) && /[\p{L}\p{N}]/u.test(text) && [...text].length <= max)
  const feed = fc.record({
    name: word(40),
    tags: fc.uniqueArray(word(20), { maxLength: 4 }),
    path: fc.stringMatching(/^[a-z0-9]{1,8}$/),
    query: fc.constantFrom('', '?a=1&b=%22', "?q='x'"),
  })
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(feed, { maxLength: 12, selector: (one) => one.path }), async (made) => {
      const feeds: OpmlFeed[] = made.map(({ name, tags, path, query }) => ({
        name,
        tags,
        url: `https://${path}.example/${query}`,
        feed_url: `https://${path}.example/feed${query.replaceAll("'", '%27')}`,
      }))
      const back = await read(write(feeds))
      expect(back.refused).toEqual([])
      const byAddress = (list: OpmlFeed[]) => [...list].sort((a, b) => (a.feed_url < b.feed_url ? -1 : 1))
      expect(byAddress(back.feeds)).toEqual(byAddress(feeds))
    }),
    { numRuns: process.env.LONG ? 5000 : 300 },
  )
})

it('cuts names and tags of folders that are far too long, and takes no more of them than a feed can have', async () => {
  const folders = Array.from({ length: 150 }, (_, n) => `<outline text="${`${n} `.repeat(400)}">`).join('')
  const outline = '<outline text="A" xmlUrl="https://a.example/f"/>'
  const { feeds } = await read(`<opml><body>${folders}${outline}`)
  expect(feeds[0]?.tags).toHaveLength(32)
  expect(feeds[0]?.tags.every((tag) => tag.length <= 64)).toBe(true)
})

it('says that a list is too long rather than to import a part of it', async () => {
  const list = (feeds: number) =>
    `<opml>${Array.from({ length: feeds }, (_, n) => `<outline xmlUrl="https://a.example/${n}"/>`).join('')}`
  expect((await read(list(2000))).feeds).toHaveLength(2000)
  await expect(read(list(2001))).rejects.toThrow(/longer than is imported at once/)
})
