/**
 * Every number that decides which articles a brief gets. A score is the product of its parts (`SCORE_PARTS`), each
 * of which is stored beside it in `score_parts`.
 */
export const SCORING = {
  /** Articles of so many hours may be chosen; of `wide_window_hours` when those do not fill the places. */
  window_hours: 48,
  wide_window_hours: 72,
  /** `recency` halves in so many hours, counted from the full hour in which the brief is built. */
  half_life_hours: 24,
  /** `match`: where the topic's keywords were found. */
  match: { title: 1, tags: 0.6, summary: 0.3 },
  /** `breadth`: 1 for one keyword found, more by `step` for each further one, up to `most`. */
  breadth: { step: 0.1, most: 1.5 },
  /**
   * `source_thumbs` and `keyword_thumbs`: 2 (ups + prior) / (ups + downs + 2 prior), the mean of a Beta prior at 1.
   * So no thumbs are 1, one thumb moves little (0.86 or 1.14 of a source), ten downs of a source are 0.375.
   */
  prior_thumbs: { source: 3, keyword: 5 },
  /** So many candidates of a topic, best first, are looked at closely. */
  candidates: 30,
  /** So many from one source, while others qualify. */
  per_source: 2,
  /** Two titles tell the same story when the similarity of their trigrams (pg_trgm) reaches this. */
  likeness: 0.5,
  /** A story delivered to the topic within so many days does not come again. */
  memory_days: 14,
  places: 3,
} as const

/**
 * The parts of a score, in the order in which they are multiplied: floating-point products depend on it. It is also
 * the order in which Postgres keeps the keys of `score_parts` (jsonb: by length, then by bytes).
 */
export const SCORE_PARTS = [
  'match',
  'breadth',
  'recency',
  'credibility',
  'source_thumbs',
  'keyword_thumbs',
] as const

export type ScoreParts = Record<(typeof SCORE_PARTS)[number], number>
