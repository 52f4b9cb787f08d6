import { childrenNamed, elementsOf, textOf, type XmlElement } from './xml-element.ts'

/**
 * The subjects of an entry as written: `category` (RSS text, Atom `label` or `term`), `dc:subject`, `keywords`,
 * `itunes:keywords`, `media:category` and `media:keywords`; lists with commas are taken apart.
 */
export function readTags(item: XmlElement): string[] {
  return elementsOf(item).flatMap((element) => {
    switch (element.name) {
      case 'category':
      case 'media:category':
      case 'dc:subject': {
        const label = element.attributes.get('label') ?? element.attributes.get('term')
        return [label?.trim() || textOf(element)]
      }
      case 'itunes:category':
        return [element, ...childrenNamed(element, 'itunes:category')].map(
          (category) => category.attributes.get('text') ?? '',
        )
      case 'keywords':
      case 'tags':
      case 'itunes:keywords':
      case 'media:keywords':
        return textOf(element).split(',')
      case 'media:group':
        return childrenNamed(element, 'media:category', 'media:keywords').flatMap((child) =>
          textOf(child).split(','),
        )
      default:
        return []
    }
  })
}
