// src/local/build-assets.ts makes this file of catalogue.opml; dev, tests and wrangler run it first.
import catalogue from '../../../dist/interests.json' with { type: 'json' }
import type { Language } from '../../db/schema/languages.ts'

/** An interest in one language. */
export interface Interest {
  id: string
  name: string
  keywords: readonly string[]
  feeds: readonly { name: string; url: string; feed_url: string; credibility_score: number }[]
  /** Sample feeds that serve it on a laptop, by their paths on the sample server. */
  samples: readonly { name: string; path: string }[]
}

/**
 * The languages in which there are interests: how browsers call them, how they call themselves, their name in the
 * catalogue, and the text search configuration of their keywords. Postgres has none for Japanese.
 */
export const INTEREST_LANGUAGES = [
  { tag: 'en', name: 'English', catalogue: 'english', configuration: 'english' },
  { tag: 'de', name: 'Deutsch', catalogue: 'german', configuration: 'german' },
  { tag: 'fr', name: 'Français', catalogue: 'french', configuration: 'french' },
  { tag: 'es', name: 'Español', catalogue: 'spanish', configuration: 'spanish' },
  { tag: 'ja', name: '日本語', catalogue: 'japanese', configuration: 'simple' },
] as const satisfies readonly { tag: string; name: string; catalogue: string; configuration: Language }[]

export type InterestLanguage = (typeof INTEREST_LANGUAGES)[number]

/** The interests in a language, in the order of the page. */
export const interestsIn = (language: InterestLanguage): Interest[] =>
  catalogue.flatMap(({ id, editions }) => {
    const edition = editions.find((each) => each.language === language.catalogue)
    return edition ? [{ id, ...edition }] : []
  })

/** The language of a tag such as `de`; undefined where there are no interests in it. */
export const interestLanguage = (tag: string | undefined): InterestLanguage | undefined =>
  INTEREST_LANGUAGES.find((each) => each.tag === tag)

/** So much of a header is read. */
const MAX_HEADER = 200

/** The language that an Accept-Language header (RFC 9110) likes most of those with interests; English where it likes none. */
export function preferredLanguage(header: string | undefined): InterestLanguage {
  const wanted = (header ?? '')
    .slice(0, MAX_HEADER)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase())
      const quality = parameters.find((each) => each.startsWith('q='))
      return { tag: tag.split('-')[0], quality: quality ? Number(quality.slice(2)) || 0 : 1 }
    })
    .filter(({ quality }) => quality > 0)
    // Stable: of two that are liked as much the first goes before.
    .sort((a, b) => b.quality - a.quality)
  for (const { tag } of wanted) {
    const found = interestLanguage(tag)
    if (found) return found
  }
  return INTEREST_LANGUAGES[0]
}
