import { sql } from 'drizzle-orm'
import { articles, topics } from '../../db/schema/index.ts'
import { value } from '../../db/statement.ts'
import { articleColumns } from './columns.ts'
import { type ArticleFilter, isWanted } from './queries.ts'
import type { Article } from './schemas.ts'

const p = sql.placeholder

/** A found article and how well it matches: a whole number, so that a cursor can hold it exactly. */
export type FoundArticle = Article & { rank: number }

/**
 * Articles that match a search, one of the caller's topics, or both. Not found when the topic is not the caller's.
 *
 * `alternatives`: JSON array, see `alternativesOf`. `by_rank` orders by match, else by date; `after_rank` belongs
 * to the first, `after_published_at` to the second.
 */
export const searchArticles = value<
  ArticleFilter & {
    alternatives: string | null
    language: string
    topic_id: number | null
    by_rank: boolean
    after_rank: number | null
    after_published_at: string | null
    after_id: number | null
  },
  FoundArticle[]
>('articles.search', {
  shared: true,
  noun: 'topic',
  with: sql`
    asked as materialized (
      select (
        select string_agg('(' || query::text || ')', ' | ')::tsquery
        from jsonb_array_elements_text(${p('alternatives')}::jsonb) alternative,
          keyword_query(alternative, ${p('language')}) query
      ) as words, ${topics.id} as topic_id, topic_query(${topics.keywords}, ${topics.language}) as topic
      from caller left join ${topics} on ${topics.user_id} = caller.id and ${topics.id} = ${p('topic_id')}::int
    ),
    query as materialized (
      select case
        when ${p('alternatives')}::jsonb is null then topic
        when ${p('topic_id')}::int is null then words
        else words && topic
      end as query
      from asked where topic_id is not null or ${p('topic_id')}::int is null
    ),
    found as (
      select ${articles.id}, ${articles.published_at},
        case when ${p('by_rank')}::boolean then (ts_rank(${articles.search}, query) * 1e9)::bigint else 0 end as rank
      from query join ${articles} on ${articles.search} @@ query
      where ${isWanted}
    ),
    page as (
      select * from found
      where case
        when ${p('after_id')}::bigint is null then true
        when ${p('by_rank')}::boolean then (rank, id) < (${p('after_rank')}::bigint, ${p('after_id')}::bigint)
        else (published_at, id) < (${p('after_published_at')}::timestamptz, ${p('after_id')}::bigint)
      end
      order by rank desc, case when not ${p('by_rank')}::boolean then published_at end desc, id desc
      limit ${p('limit')}::int
    )`,
  work: sql`
    select (
      select coalesce(json_agg(to_jsonb(row) - 'nth' order by nth), '[]') from (
        select ${articleColumns()}, page.rank, row_number() over (
          order by page.rank desc, case when not ${p('by_rank')}::boolean then page.published_at end desc, page.id desc
        ) as nth
        from page join ${articles} on ${articles.id} = page.id
      ) row
    ) as value
    from query`,
})

/** What stands between `or`s, as websearch_to_tsquery reads them: an `or` within quotes is a word. */
export function alternativesOf(q: string): string[] {
  const alternatives: string[][] = [[]]
  for (const [part] of q.matchAll(/-?"[^"]*"|\S+/g)) {
    if (part.toLowerCase() === 'or') alternatives.push([])
    else alternatives.at(-1)?.push(part)
  }
  return alternatives.map((parts) => parts.join(' ')).filter(Boolean)
}
