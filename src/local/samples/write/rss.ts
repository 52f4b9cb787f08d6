import type { Edition, FeedDocument } from '../story.ts'
import { element, escapeXml, storyHtml, utf8 } from './xml.ts'

/** RSS 2.0 with content:encoded, dc:creator, media:thumbnail and an Atom self link. */
export function writeRss(edition: Edition): FeedDocument {
  return utf8(rssText(edition), 'application/rss+xml; charset=utf-8')
}

/** The same as text. */
export function rssText({ paper, stories, edited }: Edition): string {
  const { name, url, path, description, language } = paper
  const written = stories.map((story) =>
    [
      '<item>',
      element('title', story.title),
      element('link', story.link),
      `<guid isPermaLink="false">${escapeXml(`${name} ${story.path}`)}</guid>`,
      element('pubDate', story.published.toUTCString()),
      element('dc:creator', story.author),
      ...story.tags.map((tag) => element('category', tag)),
      element('description', story.text),
      `<content:encoded><![CDATA[${storyHtml(story)}]]></content:encoded>`,
      `<media:thumbnail url="${escapeXml(new URL('/pictures/small.jpg', url).href)}" width="120" height="80"/>`,
      '</item>',
    ].join('\n'),
  )
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
${element('title', name)}
${element('link', url)}
${element('description', description)}
${element('language', language)}
${element('lastBuildDate', edited.toUTCString())}
<atom:link rel="self" type="application/rss+xml" href="${escapeXml(new URL(path, url).href)}"/>
${written.join('\n')}
</channel>
</rss>
`
}
