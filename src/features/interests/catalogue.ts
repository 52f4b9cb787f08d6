import * as z from 'zod'
import type { Bindings } from '../../bindings.ts'
import type { Language } from '../../db/schema/languages.ts'

/** An interest in one language. */
const Interest = z.object({
  id: z.string(),
  name: z.string(),
  keywords: z.array(z.string()),
  feeds: z.array(
    z.object({ name: z.string(), url: z.string(), feed_url: z.string(), credibility_score: z.number() }),
  ),
  /** Sample feeds that serve it on a laptop, by their paths on the sample server. */
  samples: z.array(z.object({ name: z.string(), path: z.string() })),
})
const Interests = z.array(Interest)
export type Interest = z.infer<typeof Interest>

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

/** What a new reader is offered. */
export interface Offer {
  language: InterestLanguage
  /** In the order of the page. */
  interests: readonly Interest[]
}

const known = new Map<string, readonly Interest[]>()

/**
 * The interests in a language. They are a file beside the worker, made of catalogue.opml by src/local/build-assets.ts,
 * because they would be a twentieth of what every cold start has to load. Without that file there are none, and the page
 * offers to write a topic.
 */
export async function offerIn(language: InterestLanguage, files: Bindings['ASSETS']): Promise<Offer> {
  let interests = known.get(language.tag)
  if (!interests) {
    const response = await files?.fetch(`https://assets.invalid/interests/${language.tag}.json`)
    if (!response?.ok) return { language, interests: [] }
    interests = Interests.parse(await response.json())
    known.set(language.tag, interests)
  }
  return { language, interests }
}

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
