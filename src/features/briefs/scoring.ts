/**
 * Every number that decides which articles a brief gets. A score is the product of its parts (`SCORE_PARTS`), each
 * of which is stored beside it in `score_parts`. Evidence weighs most; age and all else only decide between articles
 * of about the same evidence.
 */
export const SCORING = {
  /** Articles of so many hours may be chosen; of `wide_window_hours` when those do not fill the places. */
  window_hours: 48,
  wide_window_hours: 72,
  /** `recency` halves in so many hours, counted from the full hour in which the brief is built. */
  half_life_hours: 96,
  /**
   * `evidence`: the sum over the topic's keywords, in tenths: what a keyword counts where it was found, `two_places` when
   * in more than one of them, and never more than that with what a keyword of several words counts besides.
   */
  evidence: { title: 8, tags: 7, text: 6, two_places: 10, several_words: 1, most: 40 },
  /**
   * So many tenths of evidence an article must have where the topic has two keywords, and where it has more: a single
   * word that stands but once may mean anything, and who gives three words would find two of them, or one twice.
   */
  floor: { two_keywords: 7, more: 10 },
  /** A text of fewer bytes says no more than its title: there the title counts as two places. */
  short_text: 20,
  /** `credibility`: what a source of credibility 0 would count; one of credibility 1 counts 1. */
  least_credibility: 0.5,
  /**
   * `meaning`, where a model tells it: what the candidate that is farthest from the topic's keywords counts, and the
   * closest. Candidates whose closeness (a cosine) differs by less than `apart` count accordingly less apart.
   */
  meaning: { least: 0.7, most: 1.3, apart: 0.2 },
  /** `story`: what each further source that tells the story adds, up to so many sources. */
  story: { per_teller: 0.1, most_tellers: 4 },
  /**
   * Two reports tell one story from this likeness on (`story_likeness`): the share of their stems that both have, and
   * half the share of their titles' trigrams that both have.
   */
  likeness: 0.33,
  /** From this likeness on a report goes behind others of about the same score, once one like it is picked. */
  nearness: 0.2,
  /** What is published later, and is this much alike to what the topic had, takes that further: an update. */
  follows: 0.25,
  /** Of reports of one story, what one without any text is worth. */
  without_text: 0.9,
  /** A story that the topic had comes again when it was published since and more than this share of its words is new. */
  news: 0.6,
  /** What a source that the reader prefers adds to `source_thumbs`, as that many thumbs would. */
  preferred: 0.3,
  /** `word_thumbs` moves within this distance of 1. */
  most_by_words: 0.5,
  /** So many candidates of a topic, best first, are looked at closely. */
  candidates: 30,
  /** So many from one source, while others qualify. */
  per_source: 2,
  /** A story delivered to the topic within so many days does not come again. */
  memory_days: 14,
  places: 3,
  /** So many of the keywords that found an article are named with it, and learn from its thumb. */
  named_keywords: 12,
  /** What keywords bring is counted over so many articles. */
  counted: 1000,
} as const

/**
 * The parts of a score, in the order in which they are multiplied: floating-point products depend on it. It is also
 * the order in which Postgres keeps the keys of `score_parts` (jsonb: by length, then by bytes).
 */
export const SCORE_PARTS = [
  'story',
  'meaning',
  'recency',
  'evidence',
  'credibility',
  'word_thumbs',
  'source_thumbs',
  'keyword_thumbs',
] as const

export type ScoreParts = Record<(typeof SCORE_PARTS)[number], number>
