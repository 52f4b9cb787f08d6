import type { FoundIn } from '../../db/schema/deliveries.ts'
import { shortDate } from './render/words.ts'
import { SCORING, type ScoreParts } from './scoring.ts'

export interface Chosen {
  score_parts: ScoreParts
  found_in: FoundIn
  update_of: string | null
}

/** So many keywords of a place are named. */
const NAMED = 3
const NUMBERS = ['one', 'two', 'three', 'four']

/** Why an article was chosen, in words that follow from what is stored of it, what weighed most first. */
export function explainChoice({ score_parts: parts, found_in, update_of }: Chosen): string {
  const reasons = [
    places(found_in),
    update_of !== null && `an update of what you got on ${shortDate(update_of)}`,
    age(parts.recency),
    tellers(parts.story),
    parts.credibility >= HIGH && 'a source of high credibility',
    ...taste(parts),
  ]
  return reasons.filter(Boolean).join('; ')
}

/** Why an article was found, and yet not chosen. */
export const explainLow = ({ found_in }: Pick<Chosen, 'found_in'>): string =>
  `only ${places(found_in)}: not sure enough`

const places = ({ title, tags, text }: FoundIn): string =>
  [
    title && `${list(title)} in the title`,
    tags && `${list(tags)} in the tags`,
    text && `${list(text)} in the text`,
  ]
    .filter(Boolean)
    .join(', ')

/** From a credibility of 0.75 on. */
const HIGH = SCORING.least_credibility + (1 - SCORING.least_credibility) * 0.75

const taste = (parts: ScoreParts) => [
  parts.source_thumbs > 1 && 'from a source you like',
  parts.source_thumbs < 1 && 'though you like its source less',
  parts.keyword_thumbs > 1 && 'on keywords you like',
  parts.keyword_thumbs < 1 && 'though you like its keywords less',
  parts.word_thumbs > 1 && 'its title has words you like',
  parts.word_thumbs < 1 && 'though its title has words you like less',
]

/** `“rust”, “cargo” and “crate”`. */
function list(keywords: readonly string[]): string {
  const named = keywords.slice(0, NAMED).map((keyword) => `“${keyword.replaceAll('"', '')}”`)
  if (keywords.length > NAMED) return `${named.join(', ')} and more`
  return named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : named.join('')
}

/** Recency is 0.5 ^ (age / half-life), so the age follows from it. */
function age(recency: number): string {
  const hours = Math.round(-Math.log2(recency) * SCORING.half_life_hours)
  if (hours < 1) return 'of this hour'
  return hours === 1 ? '1 hour old' : `${hours} hours old`
}

function tellers(story: number): string | false {
  const { per_teller, most_tellers } = SCORING.story
  const many = Math.round((story - 1) / per_teller) + 1
  return many > 1 && `${NUMBERS[many - 1]}${many === most_tellers ? ' or more' : ''} sources tell it`
}
