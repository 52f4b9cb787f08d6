import type * as z from 'zod'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { listArticles } from './queries.ts'
import type { Article, ArticleQuery } from './schemas.ts'
import { alternativesOf, searchArticles } from './search.ts'

/** Articles of one page, and the cursor of the next if there may be one. */
interface Page {
  articles: Article[]
  next: string | null
}

/**
 * Reads one page of articles in one round trip, by the cheapest statement that can.
 * @throws {AppError} `invalid_request` for a rank without anything to rank by, or a cursor of another order
 */
export async function readPage(db: Database, query: z.infer<typeof ArticleQuery>): Promise<Page> {
  const { limit = 50, source_id = null, since = null, until = null } = query
  const filter = { limit, source_id, since, until }
  // A form sends a field that was left empty; it asks for nothing.
  const alternatives = query.q?.trim() ? JSON.stringify(alternativesOf(query.q)) : null
  const isSearch = alternatives !== null || query.topic_id !== undefined
  const sort = query.sort ?? (alternatives === null ? 'date' : 'rank')
  if (sort === 'rank' && !isSearch) {
    throw new AppError('invalid_request', 'There is no rank without q or topic_id; see errors.', {
      errors: [{ pointer: '#/query/sort', message: 'needs q or topic_id beside it' }],
    })
  }
  const after = readCursor(query.cursor, sort)
  const found = isSearch
    ? await db.run(searchArticles, {
        ...filter,
        ...after,
        alternatives,
        language: query.language ?? 'english',
        topic_id: query.topic_id ?? null,
        by_rank: sort === 'rank',
      })
    : (await db.run(listArticles, { ...filter, ...after })).map((article) => ({ ...article, rank: 0 }))
  const last = found.length === limit ? found.at(-1) : undefined
  return {
    articles: found.map(({ rank, ...article }) => article),
    next: last ? encodeCursor([sort === 'rank' ? last.rank : last.published_at, last.id]) : null,
  }
}

function readCursor(cursor: string | undefined, sort: 'rank' | 'date') {
  const [key, id] = cursor ? decodeCursor(cursor, [sort === 'rank' ? 'number' : 'moment', 'number']) : []
  return {
    after_rank: sort === 'rank' ? ((key as number | undefined) ?? null) : null,
    after_published_at: sort === 'date' ? ((key as string | undefined) ?? null) : null,
    after_id: (id as number | undefined) ?? null,
  }
}
