import { extractSummary } from '../../summaries/extract.ts'
import { type Chosen, explainChoice, explainLow } from './explain.ts'
import type { Brief, StoredBrief, StoredLow } from './schemas.ts'

type StoredArticle = StoredBrief['topics'][number]['deliveries'][number]['article']

/** An article that no model has summarised yet gets its extract: the same text that would be stored. */
export function withSummary<A extends StoredArticle>(article: A): A {
  if (article.summary) return article
  const text = extractSummary(article)
  return text === null ? article : { ...article, summary: { text, model: 'extract' } }
}

/** What is shown of a choice beside its row: the reason in words, and a summary. */
export function completeChoice<C extends Chosen & { article: StoredArticle }>(
  choice: C,
): C & { reason: string } {
  return { ...choice, reason: explainChoice(choice), article: withSummary(choice.article) }
}

/** What is shown of an article that was found too weakly. */
export const completeLow = (low: StoredLow): StoredLow & { reason: string } => ({
  ...low,
  reason: explainLow(low),
  article: withSummary(low.article),
})

export const completeBrief = (brief: StoredBrief): Brief => ({
  ...brief,
  topics: brief.topics.map((topic) => ({ ...topic, deliveries: topic.deliveries.map(completeChoice) })),
})
