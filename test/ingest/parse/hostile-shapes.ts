import { rssItem } from './read-fixture.ts'

const SIZE = 100_000
const fill = (piece: string) => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE)
const channel = (piece: string) => `<rss version="2.0"><channel><title>T</title>${fill(piece)}`
const described = (text: string) => rssItem(`<title>t</title><description>${text}`)

/** Documents of 100,000 characters, each made to cost its reader the most in one way. */
export const hostileShapes: Readonly<Record<string, string>> = {
  'elements in elements': fill('<a>'),
  'namespaces in namespaces': fill('<a:b xmlns:a="x">'),
  'unclosed entries': channel('<item><title>x'),
  'shortest entries': channel('<item><title>x</title></item>'),
  'empty entries': channel('<item/>'),
  'entries in entries': channel('<item>'),
  'links to clean': channel('<item><link>http://a.example/x?utm_source=1&b=2#c</link></item>'),
  'dates that are none': channel('<item><pubDate>Mon, 31 Febtober 20xx 12:99</pubDate><title>y'),
  'tags of one entry': rssItem(`<title>t</title>${fill('<category>a</category>')}`),
  'authors of one entry': rssItem(`<title>t</title>${fill('<dc:creator>a</dc:creator>')}`),
  'attributes of one element': rssItem(`<a ${fill('b="c" ')}/>`),
  'entities in entities': described(fill('&amp;lt;')),
  'escaped tags': described(fill('&lt;b&gt;')),
  'opening brackets': described(fill('<')),
  'unfinished CDATA': described(fill('<![CDATA[')),
  'unfinished comments': rssItem(fill('<!--')),
  'JSON arrays in arrays': fill('['),
  'JSON entries': `{"version":"https://jsonfeed.org/version/1.1","items":[${fill('{"id":1},').slice(0, -1)}]}`,
}
