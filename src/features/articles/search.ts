import { and, eq, exists, not, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db, me } from '../../db/builder.ts'
import type { Requirement } from '../../db/definition.ts'
import { articles, deliveries, topics } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { articleColumnsOf } from './columns.ts'
import { type ArticleFilter, matchesFilter } from './queries.ts'
import { Article } from './schemas.ts'

/** What is looked for: words, what one of the caller's topics asks for, or what both match. */
export interface Search extends ArticleFilter {
  limit: number
  topic_id?: number | undefined
  /** JSON array, see `search-words.ts`; with the language of its words. */
  alternatives?: string | undefined
  language?: string | undefined
  /** A topic of the caller's: what was delivered to it is left out. */
  not_delivered_to?: number | undefined
  /** With the rank or date of the same row, the key of the last row of the page before. */
  after_id?: number | undefined
}

const ownTopic = (topic_id: number) => and(eq(topics.id, topic_id), eq(topics.user_id, me))

/** A topic that is searched must be the caller's. */
export const requiresTopic = ({ topic_id }: Search): Requirement[] =>
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

const wasDelivered = (topic_id: number) =>
  exists(
    db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(eq(deliveries.topic_id, topic_id), eq(deliveries.article_id, articles.id))),
  )

/** An order of what was found. */
interface Order {
  /** Sorted by, the greatest first, before the id. */
  key: SQL
  /** The key's value in the last row of the page before. */
  after: SQL | undefined
}

export const byRank = (after_rank: number | undefined): Order => ({
  // A whole number, so that a cursor can hold it exactly.
  key: sql`(ts_rank(${articles.search}, query) * 1e9)::bigint`,
  after: after_rank === undefined ? undefined : sql`${after_rank}::bigint`,
})

export const byDate = (after_published_at: string | undefined): Order => ({
  key: sql`${articles.published_at}`,
  after: after_published_at === undefined ? undefined : sql`${after_published_at}::timestamptz`,
})

/**
 * CTEs up to `page` (id, key): a page of the articles that match. The order is not that of an index, so that the index of words is used; only the
 * columns that it needs are sorted.
 */
export const pageOf = (search: Search, { key, after }: Order): SQL => sql`
  query as materialized (select ${queryOf(search)} as query),
  found as (
    select ${articles.id}, ${key} as key from query join ${articles} on ${articles.search} @@ query
    where ${and(
      sql`true`,
      matchesFilter(search),
      search.not_delivered_to === undefined ? undefined : not(wasDelivered(search.not_delivered_to)),
    )}
  ),
  page as (
    select id, key from found
    ${after === undefined ? sql`` : sql`where (key, id) < (${after}, ${search.after_id}::bigint)`}
    order by key desc, id desc limit ${search.limit}::int
  )`

const rows = (more: SQL) => sql`
  select ${articleColumnsOf(articles)}${more} from page join ${articles} on ${articles.id} = page.id
  order by page.key desc, page.id desc`

/** Articles that match a search, the best match first. */
export const searchByRank = query.page(
  'articles.search_by_rank',
  { returns: Article.extend({ rank: z.int() }), shared: true, requires: requiresTopic },
  ({ after_rank, ...search }: Search & { after_rank?: number | undefined }) => ({
    with: pageOf(search, byRank(after_rank)),
    rows: rows(sql`, page.key as rank`),
  }),
)

/** Articles that match a search, newest first. */
export const searchByDate = query.page(
  'articles.search_by_date',
  { returns: Article, shared: true, requires: requiresTopic },
  ({ after_published_at, ...search }: Search & { after_published_at?: string | undefined }) => ({
    with: pageOf(search, byDate(after_published_at)),
    rows: rows(sql``),
  }),
)
