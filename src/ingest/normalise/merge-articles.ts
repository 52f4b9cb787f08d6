import type { FeedArticle } from './feed-article.ts'

/**
 * Makes one article of those that are the same (by `content_hash`), in the order of their first appearance: the
 * later published one wins, of two at the same time the one that says more; what the winner lacks comes from the
 * other.
 */
export function mergeArticles(articles: readonly FeedArticle[]): FeedArticle[] {
  const merged = new Map<string, FeedArticle>()
  for (const article of articles) {
    const known = merged.get(article.content_hash)
    merged.set(article.content_hash, known ? merge(known, article) : article)
  }
  return [...merged.values()]
}

function merge(a: FeedArticle, b: FeedArticle): FeedArticle {
  const [winner, other] = isBetter(b, a) ? [b, a] : [a, b]
  return {
    ...winner,
    author: winner.author ?? other.author,
    summary_raw: winner.summary_raw ?? other.summary_raw,
    tags: [...new Set([...winner.tags, ...other.tags])].slice(0, 32),
    language: winner.language === 'simple' ? other.language : winner.language,
  }
}

function isBetter(candidate: FeedArticle, known: FeedArticle): boolean {
  if (candidate.published_at !== known.published_at) return candidate.published_at > known.published_at
  return (candidate.summary_raw?.length ?? 0) > (known.summary_raw?.length ?? 0)
}
