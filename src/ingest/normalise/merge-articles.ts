import type { FeedArticle } from './feed-article.ts'

/**
 * Makes one article of those that are the same (by `guid`, else by `content_hash`), in the order of their first
 * appearance: the later published one wins, of two at the same time the one that says more; what the winner lacks
 * comes from the other.
 */
export function mergeArticles(articles: readonly FeedArticle[]): FeedArticle[] {
  const merged: FeedArticle[] = []
  const places = new Map<string, number>()
  for (const article of articles) {
    const names = [article.content_hash, ...(article.guid === null ? [] : [`guid ${article.guid}`])]
    const place = names.map((name) => places.get(name)).find((known) => known !== undefined)
    const known = place === undefined ? undefined : merged[place]
    if (place === undefined || known === undefined) {
      for (const name of names) places.set(name, merged.length)
      merged.push(article)
    } else {
      for (const name of names) places.set(name, place)
      merged[place] = merge(known, article)
    }
  }
  return merged
}

function merge(a: FeedArticle, b: FeedArticle): FeedArticle {
  const [winner, other] = isBetter(b, a) ? [b, a] : [a, b]
  return {
    ...winner,
    guid: winner.guid ?? other.guid,
    author: winner.author ?? other.author,
    summary_raw: winner.summary_raw ?? other.summary_raw,
    tags: [...new Set([...winner.tags, ...other.tags])].slice(0, 32),
    language: winner.language === 'simple' ? other.language : winner.language,
  }
}

function isBetter(candidate: FeedArticle, known: FeedArticle): boolean {
  if (candidate.date_is_guess !== known.date_is_guess) return known.date_is_guess
  if (candidate.published_at !== known.published_at) return candidate.published_at > known.published_at
  return (candidate.summary_raw?.length ?? 0) > (known.summary_raw?.length ?? 0)
}
