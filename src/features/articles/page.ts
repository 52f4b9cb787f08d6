import type * as z from 'zod'
import type { Database } from '../../db/database.ts'
import type { Page } from '../../db/page.ts'
import { AppError } from '../../errors.ts'
import { listArticles } from './queries.ts'
import { type Article, type ArticleQuery, NOT_A_CURSOR } from './schemas.ts'
import { searchByDate, searchByRank } from './search.ts'
import { alternativesOf } from './search-words.ts'

/** An article of a list; ranked by a search for the best match. */
type ListedArticle = Article & { rank?: number }

/**
 * Reads one page of articles in one round trip, by the cheapest statement that can.
 * @throws {AppError} `invalid_request` for words that would find nearly everything, a rank without anything to rank by, or
 *   a cursor of another order
 */
export async function readPage(
  db: Database,
  {
    cursor,
    q,
    language = 'english',
    sort,
    topic_id,
    ...filter
  }: z.infer<typeof ArticleQuery> & { limit: number },
): Promise<Page<ListedArticle>> {
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
    return db.run(searchByRank, { ...search, after_rank: after })
  }
  if (typeof after === 'number') throw invalid('cursor', NOT_A_CURSOR)
  return isSearch
    ? db.run(searchByDate, { ...search, after_published_at: after })
    : db.run(listArticles, { ...filter, after_id, after_published_at: after })
}

const invalid = (field: string, message: string) =>
  new AppError('invalid_request', 'The query is not as expected; see errors.', {
    errors: [{ pointer: `#/query/${field}`, message }],
  })
