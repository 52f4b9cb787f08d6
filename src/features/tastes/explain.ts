import type { Taste } from './schemas.ts'

const THINGS = { source: 'articles from', keyword: 'what is found by', word: 'titles with' } as const

/** What was learned of one thing, in words: `You like titles with “harvest” (2.5 thumbs up, 0.5 down).` */
export function explainTaste({ kind, label, ups, downs, weight }: Taste): string {
  const degree =
    Math.abs(weight) < 0.3 ? (weight > 0 ? 'rather like' : 'like less') : weight > 0 ? 'like' : 'dislike'
  const thing = `${THINGS[kind]} “${label.replaceAll('"', '')}”`
  return `You ${degree} ${thing} (${round(ups)} up, ${round(downs)} down).`
}

/** Older thumbs count less than one, so there are parts of thumbs. */
const round = (thumbs: number) => Number(thumbs.toFixed(1))
