import type { Edition, FeedDocument } from '../story.ts'
import { atomText } from './atom.ts'
import { rssText } from './rss.ts'
import { escapeXml, utf8 } from './xml.ts'

/** The characters of our texts that Windows-1252 has and Latin-1 lacks. */
const WINDOWS_1252: Readonly<Record<string, number>> = {
  '„': 0x84,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '–': 0x96,
}

/** RSS in Windows-1252 that is wrongly declared as UTF-8, in the XML declaration and in Content-Type. */
export function writeMislabelledRss(edition: Edition): FeedDocument {
  const characters = [...rssText(edition)]
  const body = Uint8Array.from(characters, (character) => WINDOWS_1252[character] ?? character.charCodeAt(0))
  return { body, contentType: 'text/xml; charset=utf-8' }
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  é: 'eacute',
  è: 'egrave',
  ê: 'ecirc',
  à: 'agrave',
  À: 'Agrave',
  ç: 'ccedil',
  Î: 'Icirc',
  '’': 'rsquo',
}

/** Atom with HTML entities, which XML does not allow without a declaration. */
export function writeUndeclaredEntities(edition: Edition): FeedDocument {
  const text = atomText(edition).replace(/[éèêàÀçÎ’]/g, (character) => `&${HTML_ENTITIES[character]};`)
  return utf8(text, 'text/xml')
}

/** Ways to run a script in a feed reader that does not sanitise HTML. */
const HOSTILE =
  '<p onclick="alert(1)">Hear it whistle.</p><script>alert(2)</script><img src="data:," onerror="alert(3)">' +
  '<a href="javascript:alert(4)">Listen</a><iframe srcdoc="&lt;script&gt;alert(5)&lt;/script&gt;"></iframe>'

/**
 * RSS with common errors: a warning of the server before the XML declaration, tracking parameters in every link, an
 * undeclared entity, items without a title (postcard) or a date (found), and scripts (gossip).
 */
export function writeCarelessRss(edition: Edition): FeedDocument {
  const stories = edition.stories.map((story) => ({
    ...story,
    link: `${story.link}${story.link.includes('?') ? '&' : '?'}fbclid=IwAR${story.path.length}&utm_campaign=threads`,
  }))
  const text = rssText({ ...edition, stories })
    .replace(/<item>.*?<\/item>/gs, spoil)
    .replaceAll('</title>', '&nbsp;</title>')
  return utf8(`Warning: the cache folder is almost full\n${text}`, 'text/xml')
}

function spoil(item: string): string {
  if (item.includes('<category>postcard<')) return item.replace(/<title>.*\n/, '')
  if (item.includes('<category>found<')) return item.replace(/<pubDate>.*\n/, '')
  if (item.includes('<category>gossip<'))
    return item
      .replace('</title>', `${escapeXml('<script>alert(6)</script>')}</title>`)
      .replace('</description>', `${escapeXml(HOSTILE)}</description>`)
  return item
}
