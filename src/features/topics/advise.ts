import type { StoredChoices } from './preview-schemas.ts'

/** A keyword that brings so many articles is looked at; it misleads when fewer than one in ten hold another keyword. */
const MANY = 10
const ONE_IN = 10

/** Which keywords of a topic seem to mean something else than the topic, and what to do, in sentences. */
export function adviseOn(keywords: StoredChoices['keywords']): string[] {
  if (keywords.length < 2) return []
  return keywords
    .filter(({ articles, with_another }) => articles >= MANY && with_another * ONE_IN < articles)
    .map(
      ({ keyword, articles, with_another }) =>
        `“${keyword.replaceAll('"', '')}” brought ${articles} articles, of which ${with_another || 'none'} also ${with_another === 1 ? 'holds' : 'hold'} another of your words. If it means something else there, add a word to it or keep that away with a -.`,
    )
}
