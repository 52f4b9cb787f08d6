import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { before, db, me, newestFirst } from '../../db/builder.ts'
import { articles, sources, topics } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import type { ArticlePlan } from '../../features/articles/page.ts'
import { matchesFilter } from '../../features/articles/queries.ts'
import { datedPage, rankedPage, searchOptions } from '../../features/articles/search.ts'
import { rowFields } from '../../http/table-fields.ts'
import { Reader, readerJson } from '../reader.ts'
import { ListedArticle, listedJoins, listedJson } from './listed.ts'

/** The most sources that the form offers. */
const MAX_OFFERED = 500

const SearchData = z.object({
  reader: Reader,
  sources: z.array(z.object(rowFields(sources, ['id', 'name']))),
  /** The topic that is searched for. */
  topic: z.object(rowFields(topics, ['id', 'name'])).nullable(),
  found: z.array(ListedArticle.extend({ rank: z.int().nullable() })),
})
export type SearchData = z.infer<typeof SearchData>

type Params<Order extends ArticlePlan['order']> = Extract<ArticlePlan, { order: Order }>['params']

/** What the page shows, for a statement whose CTE `page` (id, key) has the articles. */
const shown = (topic_id: number | undefined, rank: 'page.key' | 'null') => sql`
  select ${readerJson} as reader,
    (
      select coalesce(json_agg(json_build_object('id', id, 'name', name) order by lower(name), id), '[]')
      from (select ${sources.id}, ${sources.name} from ${sources} order by lower(${sources.name}), ${sources.id}
        limit ${sql.raw(String(MAX_OFFERED))}) offered
    ) as sources,
    ${
      topic_id === undefined
        ? sql`null::json`
        : sql`(
      select json_build_object('id', ${topics.id}, 'name', ${topics.name}) from ${topics}
      where ${and(eq(topics.id, topic_id), eq(topics.user_id, me))}
    )`
    } as topic,
    (
      select coalesce(json_agg(${listedJson}::jsonb || jsonb_build_object('rank', ${sql.raw(rank)}) order by page.key desc, page.id desc), '[]')
      from page join ${articles} on ${articles.id} = page.id ${listedJoins}
    ) as found`

/** A page of search results with all that stands around them, the best match first. */
export const searchByRankPage = query.one(
  'web.search_by_rank',
  { returns: SearchData, ...searchOptions },
  ({ after_rank, ...search }: Params<'rank'>) => ({
    with: rankedPage(search, after_rank),
    rows: shown(search.topic_id, 'page.key'),
  }),
)

/** The same, newest first. */
export const searchByDatePage = query.one(
  'web.search_by_date',
  { returns: SearchData, ...searchOptions },
  ({ after_published_at, ...search }: Params<'date'>) => ({
    with: datedPage(search, after_published_at),
    rows: shown(search.topic_id, 'null'),
  }),
)

/** The same of all articles, when nothing is searched for. */
export const allArticlesPage = query.one(
  'web.search_all',
  { returns: SearchData },
  ({ limit, after_published_at, after_id, ...filter }: Params<'all'>) => {
    const key = [articles.published_at, articles.id] as const
    const page = db
      .select({ id: articles.id, key: articles.published_at })
      .from(articles)
      .where(
        and(
          matchesFilter(filter),
          after_id === undefined ? undefined : before(key, [after_published_at, after_id]),
        ),
      )
      .orderBy(...newestFirst(...key))
      .limit(limit)
    return { with: sql`page (id, key) as (${page.getSQL()})`, rows: shown(undefined, 'null') }
  },
)
