import { and, eq, exists, not, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { before, db, me } from '../../db/builder.ts'
import type { Requirement } from '../../db/definition.ts'
import { articles, deliveries, topics } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { unwantedByTopic } from '../topics/muted-words.ts'
import { articleColumnsOf } from './columns.ts'
import { MOST_MATCHES, newestMatches } from './newest-matches.ts'
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
    topic_id !== undefined &&
    sql`(select any_query(${topics.searches}, ${unwantedByTopic}) from ${topics} where ${ownTopic(topic_id)})`
  const parts = [words, topic].filter((part) => part !== false)
  return sql.join(parts, sql` && `)
}

/** No search is worth more of the database than this, in milliseconds; it is answered then with `timed_out`. */
const LONGEST_MS = 1500

const wasDelivered = (topic_id: number) =>
  exists(
    db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(eq(deliveries.topic_id, topic_id), eq(deliveries.article_id, articles.id))),
  )

const filterOf = (search: Search) =>
  and(
    matchesFilter(search),
    search.not_delivered_to === undefined ? undefined : not(wasDelivered(search.not_delivered_to)),
  )

const queryCte = (search: Search) => sql`query as materialized (select ${queryOf(search)} as query)`

/** CTEs up to `page` (id, key): the articles that match, the best match first; of very many, the best of the newest. */
export const rankedPage = (search: Search, after_rank: number | undefined): SQL => sql`
  ${queryCte(search)},
  ${newestMatches({ filter: filterOf(search), until: search.until, most: sql.raw(String(MOST_MATCHES)) })},
  found as (
    select ${articles.id}, (ts_rank(${articles.search}, query) * 1e9)::bigint as key
    from newest join ${articles} on ${articles.id} = newest.id, query
  ),
  page as (
    select id, key from found
    ${after_rank === undefined ? sql`` : sql`where (key, id) < (${after_rank}::bigint, ${search.after_id}::bigint)`}
    order by key desc, id desc limit ${search.limit}::int
  )`

/** The order of a list by date. */
const KEY = [articles.published_at, articles.id] as const

/** The same, newest first. */
export const datedPage = (search: Search, after_published_at: string | undefined): SQL => {
  const { until, after_id } = search
  const isNext = after_id === undefined ? undefined : before(KEY, [after_published_at, after_id])
  const most = sql`${search.limit}::int`
  return sql`
    ${queryCte(search)},
    ${newestMatches({ filter: and(filterOf(search), isNext), until, latest: after_published_at, most })},
    page as (select id, published_at as key from newest order by published_at desc, id desc limit ${most})`
}

const rows = (more: SQL) => sql`
  select ${articleColumnsOf(articles)}${more} from page join ${articles} on ${articles.id} = page.id
  order by page.key desc, page.id desc`

/** What every statement that searches is given. */
export const searchOptions = { requires: requiresTopic, databaseMs: LONGEST_MS } as const

/** The articles that match a search, the best match first. */
export const searchByRank = query.page(
  'articles.search_by_rank',
  // The rank is a whole number, so that a cursor can hold it exactly.
  { ...searchOptions, shared: true, returns: Article.extend({ rank: z.int() }) },
  ({ after_rank, ...search }: Search & { after_rank?: number | undefined }) => ({
    with: rankedPage(search, after_rank),
    rows: rows(sql`, page.key as rank`),
  }),
)

/** Articles that match a search, newest first. */
export const searchByDate = query.page(
  'articles.search_by_date',
  { ...searchOptions, shared: true, returns: Article },
  ({ after_published_at, ...search }: Search & { after_published_at?: string | undefined }) => ({
    with: datedPage(search, after_published_at),
    rows: rows(sql``),
  }),
)
