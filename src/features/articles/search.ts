import { and, eq, exists, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { before, db, me } from '../../db/builder.ts'
import type { Requirement } from '../../db/definition.ts'
import { articles, topics } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { articleColumnsOf } from './columns.ts'
import { MOST_MATCHES, newestMatches } from './newest-matches.ts'
import { type ArticleFilter, matchesFilter } from './queries.ts'
import { Article } from './schemas.ts'

/** What is looked for: words, what one of the caller's topics asks for, or what both match. */
interface Search extends ArticleFilter {
  limit: number
  topic_id?: number | undefined
  /** JSON array, see `search-words.ts`; with the language of its words. */
  alternatives?: string | undefined
  language?: string | undefined
  /** With the rank or date of the same row, the key of the last row of the page before. */
  after_id?: number | undefined
}

const ownTopic = (topic_id: number) => and(eq(topics.id, topic_id), eq(topics.user_id, me))

const requires = ({ topic_id }: Search): Requirement[] =>
  topic_id === undefined
    ? []
    : [
        {
          holds: exists(db.select({ id: topics.id }).from(topics).where(ownTopic(topic_id))),
          otherwise: { code: 'not_found', detail: 'There is no such topic.' },
        },
      ]

/** The search as one tsquery. */
function queryOf({ topic_id, alternatives, language }: Search): SQL {
  const words =
    alternatives !== undefined &&
    sql`(
      select string_agg('(' || query::text || ')', ' | ')::tsquery
      from jsonb_array_elements_text(${alternatives}::jsonb) alternative,
        keyword_query(alternative, ${language}) query
    )`
  const topic =
    topic_id !== undefined &&
    sql`(select any_query(${topics.searches}, ${topics.exclusions}) from ${topics} where ${ownTopic(topic_id)})`
  const parts = [words, topic].filter((part) => part !== false)
  return sql.join(parts, sql` && `)
}

/** No search is worth more of the database than this, in milliseconds; it is answered then with `timed_out`. */
const LONGEST_MS = 1500

const queryCte = (search: Search) => sql`query as materialized (select ${queryOf(search)} as query)`

/** A found article and how well it matches: a whole number, so that a cursor can hold it exactly. */
const RankedArticle = Article.extend({ rank: z.int() })

const options = { shared: true, requires, databaseMs: LONGEST_MS } as const

/** The articles that match a search, the best match first; of very many, the best of the newest. */
export const searchByRank = query.page(
  'articles.search_by_rank',
  { ...options, returns: RankedArticle },
  ({ after_rank, ...search }: Search & { after_rank?: number | undefined }) => ({
    with: sql`
      ${queryCte(search)},
      ${newestMatches({ filter: matchesFilter(search), until: search.until, most: sql.raw(String(MOST_MATCHES)) })},
      found as (
        select ${articles.id}, (ts_rank(${articles.search}, query) * 1e9)::bigint as rank
        from newest join ${articles} on ${articles.id} = newest.id, query
      ),
      page as (
        select id, rank from found
        ${after_rank === undefined ? sql`` : sql`where (rank, id) < (${after_rank}::bigint, ${search.after_id}::bigint)`}
        order by rank desc, id desc limit ${search.limit}::int
      )`,
    rows: sql`
      select ${articleColumnsOf(articles)}, page.rank from page join ${articles} on ${articles.id} = page.id
      order by page.rank desc, page.id desc`,
  }),
)

const KEY = [articles.published_at, articles.id] as const

/** Articles that match a search, newest first. */
export const searchByDate = query.page(
  'articles.search_by_date',
  { ...options, returns: Article },
  ({ after_published_at, ...search }: Search & { after_published_at?: string | undefined }) => {
    const { until, after_id } = search
    const isNext = after_id === undefined ? undefined : before(KEY, [after_published_at, after_id])
    const filter = and(matchesFilter(search), isNext)
    const most = sql`${search.limit}::int`
    return {
      with: sql`
        ${queryCte(search)},
        ${newestMatches({ filter, until, latest: after_published_at, most })},
        page as (select id, published_at from newest order by published_at desc, id desc limit ${most})`,
      rows: sql`
        select ${articleColumnsOf(articles)} from page join ${articles} on ${articles.id} = page.id
        order by page.published_at desc, page.id desc`,
    }
  },
)
