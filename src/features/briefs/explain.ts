import { SCORING, type ScoreParts } from './scoring.ts'

interface Chosen {
  score_parts: ScoreParts
  matched_keywords: readonly string[]
}

/** Why an article was chosen, in words that follow from its stored parts: `“rust” in the title; 3 hours old`. */
export function explainChoice({ score_parts: parts, matched_keywords: keywords }: Chosen): string {
  const words = keywords.map((keyword) => `“${keyword.replaceAll('"', '')}”`)
  const reasons = [
    words.length > 0 &&
      `${words.slice(0, 3).join(', ')}${words.length > 3 ? ' and more' : ''} in the ${place(parts)}`,
    typeof parts.recency === 'number' && age(parts.recency),
    parts.credibility >= 0.75 && 'a source of high credibility',
    parts.source_thumbs > 1 && 'from a source you like',
    parts.source_thumbs < 1 && 'though you like its source less',
    parts.keyword_thumbs > 1 && 'on words you like',
    parts.keyword_thumbs < 1 && 'though you like its words less',
  ]
  return reasons.filter(Boolean).join('; ')
}

function place({ match }: ScoreParts): string {
  if (match >= SCORING.match.title) return 'title'
  return match >= SCORING.match.tags ? 'tags' : 'text'
}

/** Recency is 0.5 ^ (age / half-life), so the age follows from it. */
function age(recency: number): string {
  const hours = Math.round(-Math.log2(recency) * SCORING.half_life_hours)
  if (hours < 1) return 'of this hour'
  return hours === 1 ? '1 hour old' : `${hours} hours old`
}
