import { checkFeedUrl } from '../../../src/ingest/fetch/check-feed-url.ts'
import { FetchCookies } from '../../../src/ingest/fetch/cookies.ts'
import { asTyped } from '../../../src/ingest/fetch/discover-feed.ts'
import { beginsAsFeed, endsAsFeed } from '../../../src/ingest/fetch/feed-bytes.ts'
import { maxAgeSeconds, retryAfterSeconds } from '../../../src/ingest/fetch/freshness.ts'
import { isFuture, usableValidator } from '../../../src/ingest/fetch/request-headers.ts'
import { articleLink } from '../../../src/ingest/normalise/article-link.ts'
import { cleanTags } from '../../../src/ingest/normalise/clean-tags.ts'
import { contentHash } from '../../../src/ingest/normalise/content-hash.ts'
import { cutText } from '../../../src/ingest/normalise/cut-text.ts'
import { escapeWithin } from '../../../src/ingest/normalise/escape-html.ts'
import { parseDate } from '../../../src/ingest/normalise/parse-date.ts'
import { authorName } from '../../../src/ingest/normalise/person-name.ts'
import { plainText } from '../../../src/ingest/normalise/plain-text.ts'
import { resolveUrl } from '../../../src/ingest/normalise/safe-url.ts'
import { sanitiseHtml } from '../../../src/ingest/normalise/sanitise-html.ts'
import { textSearchLanguage } from '../../../src/ingest/normalise/text-search-language.ts'
import { isTracking } from '../../../src/ingest/normalise/tracking-parameters.ts'
import { unwrapRedirect } from '../../../src/ingest/normalise/unwrap-redirect.ts'
import { readOpml } from '../../../src/ingest/opml/read-opml.ts'
import { toSubscriptions } from '../../../src/ingest/opml/subscriptions.ts'
import { decodeBytes } from '../../../src/ingest/parse/decode-bytes.ts'
import { undoDoubleEncoding } from '../../../src/ingest/parse/double-encoding.ts'
import { findFeedAnchors, findFeedLinks } from '../../../src/ingest/parse/find-feed-links.ts'
import { guessEncoding } from '../../../src/ingest/parse/guess-encoding.ts'
import { parseJson } from '../../../src/ingest/parse/parse-json.ts'
import { repairText } from '../../../src/ingest/parse/repair-text.ts'
import { readFeed } from '../../../src/ingest/read-feed.ts'
import { hostileShapeMakers } from '../../ingest/parse/hostile-shapes.ts'
import { rssItem } from '../../ingest/parse/read-fixture.ts'
import { hostileLists } from './hostile-lists.ts'
import type { EntryPoint } from './measure.ts'

/** The largest feed that is fetched, the largest list that is imported, and what a server's header holds at most. */
const FEED = 5 * 1024 * 1024
const LIST = 1024 * 1024
const HEADER = 64 * 1024

const utf8 = new TextEncoder()
const now = new Date('2026-11-21T06:00:00Z')

const read = (text: string, more: object = {}) =>
  readFeed(utf8.encode(text), { url: 'https://a.example/feed', now, ...more })

/** A feed with the text at one place. */
const at = (around: (text: string) => string): EntryPoint => ({
  limit: FEED,
  run: (text) => read(around(text)),
})
const inItem = (name: string, attributes = '') =>
  at((text) => rssItem(`<title>t</title><${name} ${attributes}><![CDATA[${text}]]></${name}>`))
const inJson = (field: string) =>
  at((text) => JSON.stringify({ items: [{ id: '1', title: 't', [field]: text }] }))

const own = (makers: Readonly<Record<string, (size: number) => string>>) =>
  Object.entries(makers).map(([name, make]) => ({ name, make }))

/** Every function of the ingest that strangers' text reaches. */
export const feedEntryPoints: Readonly<Record<string, EntryPoint>> = {
  readFeed: { limit: FEED, run: (text) => read(text), own: own(hostileShapeMakers) },
  'readFeed: title': inItem('title'),
  'readFeed: title, escaped': at((text) => rssItem(`<title>${text.replaceAll('<', '&lt;')}</title>`)),
  'readFeed: description': inItem('description'),
  'readFeed: content of markup': at((text) => rssItem(`<content type="xhtml"><div>${text}</div></content>`)),
  'readFeed: content in base64': inItem('content', 'mode="base64" type="image/png"'),
  'readFeed: content type of content': at((text) => rssItem(`<content type='${text}'>x</content>`)),
  'readFeed: category': inItem('category'),
  'readFeed: keywords': inItem('keywords'),
  'readFeed: author': inItem('author'),
  'readFeed: link': inItem('link'),
  'readFeed: guid': inItem('guid'),
  'readFeed: date': inItem('pubDate'),
  'readFeed: language': at(
    (text) => `<rss><channel><language>${text}</language><item><title>t</title></item></channel></rss>`,
  ),
  'readFeed: time to live': at(
    (text) => `<rss><channel><sy:updatePeriod>${text}</sy:updatePeriod><ttl>${text}</ttl><item/>`,
  ),
  'readFeed: base': at(
    (text) => `<rss xml:base='${text}'><channel><item><link>x</link></item></channel></rss>`,
  ),
  'readFeed: namespace': at(
    (text) => `<rss xmlns='${text}'><channel><item><title>t</title></item></channel></rss>`,
  ),
  'readFeed: document type': at(
    (text) => `<!DOCTYPE rss [${text}]><rss><channel><item><title>t</title></item></channel></rss>`,
  ),
  'readFeed: declared encoding': at((text) => `<?xml version="1.0" encoding="${text}"?><rss/>`),
  'readFeed: JSON title': inJson('title'),
  'readFeed: JSON content': inJson('content_html'),
  'readFeed: JSON address': inJson('url'),
  'readFeed: page': at(
    (text) => `<html><head><link rel=feed href='${text}' title='${text}'></head><body>${text}`,
  ),
  'readFeed: content type': { limit: HEADER, run: (text) => read('<rss/>', { contentType: text }) },
  'readFeed: content language': {
    limit: HEADER,
    run: (text) => read(rssItem('<title>t</title>'), { contentLanguage: text }),
  },
  'readFeed: content location': {
    limit: HEADER,
    run: (text) => read(rssItem('<title>t</title>'), { contentLocation: text }),
  },
  readOpml: {
    limit: LIST,
    async run(text) {
      toSubscriptions(await readOpml(utf8.encode(text), 'text/xml'), { allowedOrigins: [] })
    },
    own: own(hostileLists),
  },
  'readOpml: content type': { limit: HEADER, run: (text) => readOpml(utf8.encode('<opml/>'), text) },
  'readOpml: outline': {
    limit: LIST,
    async run(text) {
      const list = `<opml><outline text='${text}' category='${text}' xmlUrl='${text}'/></opml>`
      toSubscriptions(await readOpml(utf8.encode(list), null), { allowedOrigins: [] })
    },
  },
  'readFeed: cut': { limit: FEED, run: (text) => read(`<rss><channel>${text}`, { isCut: true }) },
  findFeedAnchors: { limit: FEED, run: (text) => findFeedAnchors(text, 'https://a.example/') },
  undoDoubleEncoding: { limit: FEED, run: undoDoubleEncoding },
  unwrapRedirect: {
    limit: 4096,
    run: (text) =>
      unwrapRedirect(new URL(`https://www.google.com/url?q=${encodeURIComponent(text.toWellFormed())}`)),
  },
  decodeBytes: { limit: FEED, run: (text) => decodeBytes(utf8.encode(`\u00ff${text}`).subarray(1), null) },
  guessEncoding: { limit: FEED, run: (text) => guessEncoding(utf8.encode(text), text.slice(0, 65_536)) },
  parseJson: { limit: FEED, run: parseJson },
  repairText: { limit: FEED, run: repairText },
  findFeedLinks: { limit: FEED, run: (text) => findFeedLinks(text, 'https://a.example/') },
  sanitiseHtml: { limit: FEED, run: (text) => sanitiseHtml(text, 'https://a.example/', 20_000) },
  plainText: { limit: FEED, run: (text) => plainText({ value: text, kind: 'guess', base: '' }) },
  'plainText of HTML': { limit: FEED, run: (text) => plainText({ value: text, kind: 'html', base: '' }) },
  cutText: { limit: FEED, run: (text) => cutText(text, 20_000, true) },
  escapeWithin: { limit: FEED, run: (text) => escapeWithin(text, 20_000) },
  authorName: { limit: FEED, run: (text) => authorName([text, text]) },
  cleanTags: { limit: FEED, run: (text) => cleanTags([text, text]) },
  parseDate: { limit: FEED, run: parseDate },
  textSearchLanguage: { limit: FEED, run: (text) => textSearchLanguage(text) },
  articleLink: { limit: FEED, run: articleLink },
  contentHash: {
    limit: 1024,
    run: (text) => contentHash(articleLink(`https://a.example/${text}`) ?? 'https://a.example/'),
  },
  resolveUrl: { limit: FEED, run: (text) => resolveUrl(text, 'https://a.example/', true) },
  isTracking: { limit: 4096, run: isTracking },
  checkFeedUrl: { limit: LIST, run: (text) => checkFeedUrl(text, { allowedOrigins: [] }) },
  asTyped: { limit: HEADER, run: asTyped },
  retryAfterSeconds: { limit: HEADER, run: (text) => retryAfterSeconds(headers('retry-after', text), now) },
  maxAgeSeconds: { limit: HEADER, run: (text) => maxAgeSeconds(headers('cache-control', text), now) },
  'maxAgeSeconds by Expires': { limit: HEADER, run: (text) => maxAgeSeconds(headers('expires', text), now) },
  isFuture: { limit: HEADER, run: (text) => isFuture(text, now) },
  FetchCookies: {
    limit: HEADER,
    run(text) {
      const cookies = new FetchCookies()
      cookies.take(headers('set-cookie', text), new URL('https://a.example/'))
      return cookies.for(new URL('https://a.example/'))
    },
  },
  beginsAsFeed: { limit: FEED, run: (text) => beginsAsFeed(utf8.encode(text)) },
  endsAsFeed: { limit: FEED, run: (text) => endsAsFeed(utf8.encode(text)) },
  usableValidator: { limit: HEADER, run: usableValidator },
}

/** A header holds no control characters and nothing beyond Latin-1: others would not arrive. */
function headers(name: string, text: string): Headers {
  return new Headers({ [name]: text.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '?').trim() })
}
