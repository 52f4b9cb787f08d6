import { and, eq, exists, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import type { Requirement } from '../../db/definition.ts'
import { articles, topics } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { articleColumnsOf } from './columns.ts'
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
    topic_id !== undefined && sql`(select ${topics.query} from ${topics} where ${ownTopic(topic_id)})`
  const parts = [words, topic].filter((part) => part !== false)
  return sql.join(parts, sql` && `)
}

/** An order of what was found. */
interface Order {
  /** Sorted by, the greatest first, before the id. */
  key: SQL
  /** The key's value in the last row of the page before. */
  after: SQL | undefined
  returning: SQL
}

/**
 * A page of the articles that match. The order is not that of an index, so that the index of words is used; only the
 * columns that it needs are sorted.
 */
const pageOf = (search: Search, { key, after, returning }: Order) => ({
  with: sql`
    query as materialized (select ${queryOf(search)} as query),
    found as (
      select ${articles.id}, ${key} as key from query join ${articles} on ${articles.search} @@ query
      where ${and(sql`true`, matchesFilter(search))}
    ),
    page as (
      select id, key from found
      ${after === undefined ? sql`` : sql`where (key, id) < (${after}, ${search.after_id}::bigint)`}
      order by key desc, id desc limit ${search.limit}::int
    )`,
  rows: sql`
    select ${articleColumnsOf(articles)}${returning} from page join ${articles} on ${articles.id} = page.id
    order by page.key desc, page.id desc`,
})

/** A found article and how well it matches: a whole number, so that a cursor can hold it exactly. */
const RankedArticle = Article.extend({ rank: z.int() })

/** Articles that match a search, the best match first. */
export const searchByRank = query.page(
  'articles.search_by_rank',
  { returns: RankedArticle, shared: true, requires },
  ({ after_rank, ...search }: Search & { after_rank?: number | undefined }) =>
    pageOf(search, {
      key: sql`(ts_rank(${articles.search}, query) * 1e9)::bigint`,
      after: after_rank === undefined ? undefined : sql`${after_rank}::bigint`,
      returning: sql`, page.key as rank`,
    }),
)

/** Articles that match a search, newest first. */
export const searchByDate = query.page(
  'articles.search_by_date',
  { returns: Article, shared: true, requires },
  ({ after_published_at, ...search }: Search & { after_published_at?: string | undefined }) =>
    pageOf(search, {
      key: sql`${articles.published_at}`,
      after: after_published_at === undefined ? undefined : sql`${after_published_at}::timestamptz`,
      returning: sql``,
    }),
)
