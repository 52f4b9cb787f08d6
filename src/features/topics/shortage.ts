import type { Language } from '../../db/schema/languages.ts'
import { SCORING } from '../briefs/scoring.ts'
import type { Shortage, StoredChoices, StoredExplanation } from './preview-schemas.ts'

/** Why fewer articles than places were chosen; null where each place is filled. */
export function shortageOf({ choices, explanation }: StoredChoices): Shortage | null {
  const { language, open_places, found } = explanation
  if (language === null || open_places === null) {
    return { code: 'no_keywords', detail: 'There are no keywords, so nothing is looked for.' }
  }
  if (choices.length >= open_places) return null
  return found === 0 ? nothingFound(explanation, language) : keptAway(explanation, choices.length)
}

function nothingFound({ languages, sources }: StoredExplanation, language: Language): Shortage {
  if (sources === 0) {
    return { code: 'no_sources', detail: 'You get no source yet, so there is nothing to find.' }
  }
  if (languages.length === 0) {
    return { code: 'no_articles', detail: 'Your sources have brought no article in the last three days.' }
  }
  if (language !== 'simple' && !languages.some((each) => each.language === language)) {
    const others = languages.filter((each) => each.language !== 'simple').map((each) => title(each.language))
    const instead = others.length > 0 ? `; what they bring is in ${listed(others.slice(0, 3))}` : ''
    return {
      code: 'not_in_language',
      detail: `Your keywords are in ${title(language)}, but no source of yours has brought an article in it in the last three days${instead}.`,
    }
  }
  return {
    code: 'no_match',
    detail:
      'No article of the last three days has these words. Try fewer words in a keyword, or broader ones.',
  }
}

/** What kept the most of what was found away; with `few_matches` nothing did. */
function keptAway({ found, kept, enough, too_weak }: StoredExplanation, chosen: number): Shortage {
  const reasons: [number, Shortage][] = [
    [
      found - kept,
      {
        code: 'excluded',
        detail: `Your exclusions keep ${articles(found - kept)} away that your words find.`,
      },
    ],
    [
      too_weak,
      {
        code: 'too_weak',
        detail: `${articles(too_weak)} ${too_weak === 1 ? 'holds' : 'hold'} your words too faintly to be sent. Add words that such articles should have, too.`,
      },
    ],
    [
      kept - enough - too_weak,
      {
        code: 'delivered',
        detail: `You have had ${articles(kept - enough - too_weak)} of those that your words find in the last ${SCORING.memory_days} days.`,
      },
    ],
    [
      enough - chosen,
      { code: 'same_story', detail: 'What else your words find tells a story that you get or had already.' },
    ],
  ]
  const [most, shortage] = reasons.reduce((best, each) => (each[0] > best[0] ? each : best))
  if (most > 0) return shortage
  return {
    code: 'few_matches',
    detail: `Only ${articles(found)} of the last three days ${found === 1 ? 'has' : 'have'} these words. Add more words, or broader ones.`,
  }
}

const articles = (many: number) => `${many} ${many === 1 ? 'article' : 'articles'}`
const title = (language: string) => language.charAt(0).toUpperCase() + language.slice(1)
const listed = (names: readonly string[]) =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('')
