import { rssItem } from './read-fixture.ts'

const item = (inner: string) => `<item><title>t</title>${inner}</item>`
const described = (text: string) => rssItem(`<title>t</title><description>${text}`)

/**
 * Documents of about so many characters, each made to cost its reader the most in one way: `piece` over and over,
 * between a beginning and an end.
 */
export const hostileShapeMakers: Readonly<Record<string, (size: number) => string>> = {
  'elements in elements': around('', '<a>'),
  'elements beside elements': around('', '<a/>'),
  'namespaces in namespaces': around('', '<a:b xmlns:a="x">'),
  'namespaces beside namespaces': around(`<rss ${binds(49)}><channel>`, '<a xmlns:z="1"/>'),
  'an endless namespace': (size) => `<rss xmlns="${'/'.repeat(size)}x"><channel>${item('')}`,
  'unclosed entries': around(channel(), '<item><title>x'),
  'shortest entries': around(channel(), '<item><title>x</title></item>'),
  'empty entries': around(channel(), '<item/>'),
  'entries in entries': around(channel(), '<item>'),
  'entries below much else': around(`${channel()}${'<a>'.repeat(195)}`, '<item>'),
  'entries of other kinds in one another': around(channel(), '<item><entry>'),
  'end tags of what is not open': around(`${channel()}${'<a>'.repeat(197)}`, '</b>'),
  'end tags of what is open far out': around(channel(), `<b>${'<a>'.repeat(190)}</b>`),
  'links to clean': around(channel(), '<item><link>http://a.example/x?utm_source=1&b=2#c</link></item>'),
  'links of one entry': around(`${channel()}<item><title>t</title>`, '<link>x</link>'),
  'relative links below a long base': around(
    `<rss xml:base="https://a.example/${'b'.repeat(4000)}/"><channel>`,
    item('<link>x</link>'),
  ),
  'relative links below the longest base': around(
    `<rss xml:base="https://a.example/${'b'.repeat(490)}/"><channel>`,
    item('<link>x</link>'),
  ),
  'many relative links below the longest base': around(
    `<rss xml:base="https://a.example/${'b'.repeat(490)}/"><channel>`,
    item('<link>x</link>'.repeat(20)),
  ),
  'relative links to a site of a long address': around(
    `${channel()}<link>https://a.example/${'b'.repeat(4000)}/</link>`,
    item('<link>x</link>'),
  ),
  'a base longer than the rest': (size) =>
    `<rss xml:base="https://a.example/${'b'.repeat(size / 4)}/"><channel>${item('<link>x</link>').repeat(size / 80)}`,
  'bases in bases': around(channel(), '<a xml:base="b/">', 190),
  'slashes in links': around(channel(), item(`<link>http://a.example/${'/'.repeat(900)}x</link>`)),
  'dates that are none': around(channel(), '<item><pubDate>Mon, 31 Febtober 20xx 12:99</pubDate><title>y'),
  'dates of the feed': around(channel(), '<pubDate>Mon, 31 Febtober 20xx 12:99</pubDate>'),
  'tags of one entry': around(`${channel()}<item><title>t</title>`, '<category>a</category>'),
  'tags of open brackets': around(channel(), item(`<category><![CDATA[<${'a'.repeat(1990)}]]></category>`)),
  'tags by commas': around(`${channel()}<item><title>t</title><keywords>`, ','),
  'authors of one entry': around(`${channel()}<item><title>t</title>`, '<dc:creator>a</dc:creator>'),
  'authors of one long word': around(channel(), item(`<author>${'a'.repeat(1990)}</author>`.repeat(20))),
  'authors of brackets': around(channel(), item(`<author>a@b.c ${')'.repeat(900)}x</author>`)),
  'attributes of one element': around(`${channel()}<item><title>t</title><a `, 'b="c" ', '/>'),
  'elements with an attribute each': around(`${channel()}<item><title>t</title>`, '<a b="">'),
  'entities in entities': (size) => described(fill('&amp;lt;', size)),
  'entities declared': (size) => `<!DOCTYPE x [${fill(`<!ENTITY a '`, size)}]><rss><channel>${item('')}`,
  'escaped tags': (size) => described(fill('&lt;b&gt;', size)),
  'opening brackets': (size) => described(fill('<', size)),
  'an open bracket in the title': (size) => rssItem(`<title><![CDATA[<${'a'.repeat(size)}`),
  'a title without end': (size) => rssItem(`<title>${'a '.repeat(size / 2)}`),
  'quotes to escape': around(channel(), item(`<description>${'"'.repeat(4000)}</description>`)),
  'pictures of one pixel': (size) => described(fill(`&lt;img src=x width=1&gt;`, size)),
  'links deep in links': (size) => described(`${'&lt;div&gt;'.repeat(60)}${fill('&lt;q cite=x&gt;', size)}`),
  'markup unescaped, deep': around(`${channel()}<item><content>${'<div>'.repeat(190)}`, 'x<b/>'),
  'comments between letters': around(`${channel()}<item><description>`, 'x<!---->'),
  'unfinished CDATA': (size) => described(fill('<![CDATA[', size)),
  'sections that their elements end': around(channel(), '<item><title><![CDATA[x</title></item>'),
  'sections in sections of one end': around(`${channel()}<item>`, '<title><![CDATA[', ']]>'),
  'links in wrapping': around(channel(), item(`<link>["${'a'.repeat(900)}</link>`)),
  'unfinished comments': (size) => rssItem(fill('<!--', size)),
  'a page of links': around('<html><head>', '<link rel=feed href=a>'),
  'letters that are no UTF-8': (size) => `\u00ff${'\u00e4'.repeat(size)}`,
  'white space': around('', ' '),
  'JSON arrays in arrays': around('', '['),
  'JSON arrays beside arrays': around('{"items":[', '[],', '[]]}'),
  'JSON numbers': around('{"items":[', '1,', '1]}'),
  'JSON commas and spaces': around('[', ',   '),
  'JSON entries': around(
    '{"version":"https://jsonfeed.org/version/1.1","items":[',
    '{"id":1},',
    '{"id":2}]}',
  ),
  'JSON authors': around('{"items":[{"title":"t","authors":[', '{"name":"a"},', '{}]}]}'),
}

function channel(): string {
  return '<rss version="2.0"><channel><title>T</title>'
}

function binds(count: number): string {
  return Array.from({ length: count }, (_, n) => `xmlns:n${n}="u${n}"`).join(' ')
}

function fill(piece: string, size: number): string {
  return piece.repeat(Math.ceil(size / piece.length)).slice(0, size)
}

/** The piece as often as it fits, or so many times at most. */
function around(before: string, piece: string, after: string | number = '') {
  return (size: number) => {
    const most = typeof after === 'number' ? after : Number.POSITIVE_INFINITY
    const times = Math.min(most, Math.max(1, Math.floor((size - before.length) / piece.length)))
    return before + piece.repeat(times) + (typeof after === 'number' ? '' : after)
  }
}

/** Every shape at a size, by its name. */
export const hostileShapes = (size = 100_000): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(hostileShapeMakers).map(([name, make]) => [name, make(size)]))
