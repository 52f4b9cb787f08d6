import { completeChoice, completeLow } from '../briefs/complete.ts'
import { adviseOn } from './advise.ts'
import { checkKeywords } from './keywords.ts'
import type { StoredChoices } from './preview-schemas.ts'
import { shortageOf } from './shortage.ts'

/** What is shown of a choice for keywords, with what is said of it in words. */
export function completePreview({ choices, below, keywords, explanation }: StoredChoices) {
  return {
    choices: choices.map(completeChoice),
    below: below.map(completeLow),
    shortage: shortageOf({ choices, below, keywords, explanation }),
    keywords: keywords.map((count) => ({ ...count, too_weak: explanation.weak[count.keyword] ?? 0 })),
    exclusions: explanation.exclusions,
    sources: { active: explanation.sources, languages: explanation.languages },
    // A word that no topic may have is none to add.
    suggestions: explanation.suggestions.filter(({ word }) => checkKeywords([word]).length === 0),
    advice: adviseOn(keywords),
  }
}
