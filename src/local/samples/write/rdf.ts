import type { Edition, FeedDocument } from '../story.ts'
import { element, escapeXml, utf8 } from './xml.ts'

/** RSS 1.0 with Dublin Core; in this format the items are outside the channel. */
export function writeRdf({ paper, stories, edited }: Edition): FeedDocument {
  const { name, url, path, description, language } = paper
  const about = (link: string) => `rdf:about="${escapeXml(link)}"`
  const items = stories.map((story) =>
    [
      `<item ${about(story.link)}>`,
      element('title', story.title),
      element('link', story.link),
      element('description', story.text),
      element('dc:date', story.published.toISOString()),
      element('dc:creator', story.author),
      ...story.tags.map((tag) => element('dc:subject', tag)),
      '</item>',
    ].join('\n'),
  )
  const order = stories.map(({ link }) => `<rdf:li rdf:resource="${escapeXml(link)}"/>`)
  return utf8(
    `<?xml version="1.0"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel ${about(new URL(path, url).href)}>
${element('title', name)}
${element('link', url)}
${element('description', description)}
${element('dc:language', language)}
${element('dc:date', edited.toISOString())}
<items><rdf:Seq>
${order.join('\n')}
</rdf:Seq></items>
</channel>
${items.join('\n')}
</rdf:RDF>
`,
    'application/rdf+xml; charset=utf-8',
  )
}
