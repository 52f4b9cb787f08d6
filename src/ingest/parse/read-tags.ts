import { childrenNamed, elementsOf, textOf, type XmlElement } from './xml-element.ts'

/** Far more than are kept. */
export const MAX_TAGS = 200

/**
 * The subjects of an entry as written: `category` (RSS text, Atom `label` or `term`), `dc:subject`, `keywords`,
 * `itunes:keywords`, `media:category` and `media:keywords`; lists are taken apart.
 */
export function readTags(item: XmlElement): string[] {
  const tags: string[] = []
  for (const element of elementsOf(item)) {
    if (tags.length >= MAX_TAGS) break
    tags.push(...tagsIn(element))
  }
  return tags
}

/** A list of tags in one text; the keywords of podcasts that no comma parts are single words. */
export function listed(text: string, words = false): string[] {
  return text.split(words && !/[,;|、，]/.test(text) ? /\s+/ : /[,;|、，]/, MAX_TAGS)
}

/** What an element says itself: a picture may stand beside it, with an address of its own. */
function ownText({ children }: XmlElement): string {
  return children.length > 1
    ? children
        .filter((child) => typeof child === 'string')
        .join('')
        .trim()
    : ''
}

function tagsIn(element: XmlElement): string[] {
  switch (element.name) {
    case 'category':
    case 'media:category':
    case 'dc:subject': {
      const label = element.attributes.get('label') ?? element.attributes.get('term')
      return [label?.trim() || ownText(element) || textOf(element)]
    }
    case 'itunes:category':
      return [element, ...childrenNamed(element, 'itunes:category').slice(0, MAX_TAGS)].map(
        (category) => category.attributes.get('text') ?? '',
      )
    case 'itunes:keywords':
      return listed(textOf(element), true)
    case 'keywords':
    case 'tags':
    case 'media:keywords':
      return listed(textOf(element))
    case 'media:group':
      return childrenNamed(element, 'media:category', 'media:keywords')
        .slice(0, MAX_TAGS)
        .flatMap((child) => listed(textOf(child)))
    default:
      return []
  }
}
