import { escapeHtml } from '../../../ingest/normalise/escape-html.ts'
import { completeChoice } from '../complete.ts'
import type { StoredFeed } from '../schemas.ts'

/**
 * A reader's deliveries as an Atom feed (RFC 4287). Ids follow from rows (`tag:` URIs, RFC 4151), so that an entry
 * stays the same entry wherever and whenever the feed is read.
 * @param self the feed's own address
 */
export function renderAtom(feed: StoredFeed, self: URL): string {
  const tag = (specific: string) => `tag:${self.hostname},2026:${specific}`
  const entries = feed.entries.map((row) => {
    const { article, reason } = completeChoice(row)
    const html = [article.summary?.text, `${article.source.name}. ${reason}`]
      .filter((text) => text !== undefined)
      .map((text) => `<p>${escapeHtml(text)}</p>`)
      .join('')
    return `
  <entry>
    <id>${xml(tag(`delivery/${row.id}`))}</id>
    <title>${xml(article.title)}</title>
    <link rel="alternate" href="${xml(article.link)}"/>
    <published>${xml(article.published_at)}</published>
    <updated>${xml(row.created_at)}</updated>
    <author><name>${xml(article.author ?? article.source.name)}</name></author>
    <category term="${xml(row.topic)}"/>
    <content type="html">${xml(html)}</content>
  </entry>`
  })
  const updated =
    feed.entries
      .map((row) => row.created_at)
      .sort()
      .at(-1) ?? '2026-01-01T00:00:00Z'
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${xml(tag(`reader/${feed.user_id}`))}</id>
  <title>Morning Brief</title>
  <updated>${xml(updated)}</updated>
  <link rel="self" type="application/atom+xml" href="${xml(self.href)}"/>
  <generator>Morning Brief</generator>${entries.join('')}
</feed>
`
}

/** Text as XML: escaped, without the characters that XML 1.0 §2.2 forbids. */
const xml = (text: string) =>
  escapeHtml(text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''))
