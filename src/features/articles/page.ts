import type * as z from 'zod'
import type { Database } from '../../db/database.ts'
import type { Page } from '../../db/page.ts'
import { AppError } from '../../errors.ts'
import { type ArticleFilter, listArticles } from './queries.ts'
import { type Article, type ArticleQuery, NOT_A_CURSOR } from './schemas.ts'
import { type Search, searchByDate, searchByRank } from './search.ts'
import { alternativesOf } from './search-words.ts'

/** An article of a list; ranked by a search for the best match. */
type ListedArticle = Article & { rank?: number }

type AskedArticles = z.infer<typeof ArticleQuery> & { limit: number }
interface AfterDate {
  after_published_at: string | undefined
}

/** How a page of articles is found: a search by rank or date, or without a search the list of all. */
export type ArticlePlan =
  | { order: 'rank'; params: Search & { after_rank: number | undefined } }
  | { order: 'date'; params: Search & AfterDate }
  | { order: 'all'; params: ArticleFilter & AfterDate & { limit: number; after_id?: number | undefined } }

/**
 * The cheapest way to what a query asks for.
 * @throws {AppError} `invalid_request` for words that would find nearly everything, a rank without anything to rank by, or
 *   a cursor of another order
 */
export function planArticles({
  cursor,
  q,
  language = 'english',
  sort,
  topic_id,
  ...filter
}: AskedArticles): ArticlePlan {
  // A form sends a field that was left empty; it asks for nothing.
  const alternatives = q?.trim() ? alternativesOf(q) : undefined
  if (alternatives && 'fault' in alternatives) throw invalid('q', alternatives.fault)
  const words = alternatives && { alternatives: JSON.stringify(alternatives), language }
  const isSearch = words !== undefined || topic_id !== undefined
  const [after, after_id] = cursor ?? []
  const search = { ...filter, ...words, topic_id, after_id }
  if (sort === 'rank' || (sort === undefined && words)) {
    if (!isSearch) throw invalid('sort', 'needs q or topic_id beside it')
    if (typeof after === 'string') throw invalid('cursor', NOT_A_CURSOR)
    return { order: 'rank', params: { ...search, after_rank: after } }
  }
  if (typeof after === 'number') throw invalid('cursor', NOT_A_CURSOR)
  return isSearch
    ? { order: 'date', params: { ...search, after_published_at: after } }
    : { order: 'all', params: { ...filter, after_id, after_published_at: after } }
}

/**
 * Reads one page of articles in one round trip.
 * @throws {AppError} as `planArticles`
 */
export async function readPage(db: Database, asked: AskedArticles): Promise<Page<ListedArticle>> {
  const plan = planArticles(asked)
  if (plan.order === 'rank') return db.run(searchByRank, plan.params)
  if (plan.order === 'date') return db.run(searchByDate, plan.params)
  return db.run(listArticles, plan.params)
}

const invalid = (field: string, message: string) =>
  new AppError('invalid_request', 'The query is not as expected; see errors.', {
    errors: [{ pointer: `#/query/${field}`, message }],
  })
