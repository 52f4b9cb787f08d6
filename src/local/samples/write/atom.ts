import type { Edition, FeedDocument } from '../story.ts'
import { element, escapeXml, storyHtml, utf8 } from './xml.ts'

/** Atom 1.0 (RFC 4287) with XHTML content, and links that are relative to xml:base. */
export function writeAtom(edition: Edition): FeedDocument {
  return utf8(atomText(edition), 'application/atom+xml')
}

/** The same as text. */
export function atomText({ paper, stories, edited }: Edition): string {
  const { name, url, path, description, language } = paper
  const entries = stories.map((story) =>
    [
      '<entry>',
      element('id', `tag:${new URL(url).hostname},2026:${story.path}`),
      element('title', story.title),
      `<link rel="alternate" type="text/html" href="${escapeXml(story.path.slice(1))}"/>`,
      element('published', story.published.toISOString()),
      element('updated', story.published.toISOString()),
      `<author>${element('name', story.author)}</author>`,
      ...story.tags.map((tag) => `<category term="${escapeXml(tag)}"/>`),
      element('summary', story.text),
      `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${storyHtml(story)}</div></content>`,
      '</entry>',
    ].join('\n'),
  )
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}" xml:base="${escapeXml(url)}">
${element('id', `tag:${new URL(url).hostname},2026:feed`)}
${element('title', name)}
${element('subtitle', description)}
${element('updated', edited.toISOString())}
<link rel="self" type="application/atom+xml" href="${escapeXml(path)}"/>
<link rel="alternate" type="text/html" href="./"/>
${entries.join('\n')}
</feed>
`
}
