import { sql } from 'drizzle-orm'
import { articles, removedArticles, sources } from '../../db/schema/index.ts'
import { many, one, value } from '../../db/statement.ts'
import { upsertArticles } from '../../ingest/store/upsert-articles.ts'
import { articleColumns } from './columns.ts'
import type { Article } from './schemas.ts'

const p = sql.placeholder

/** Which articles a list is about. */
export type ArticleFilter = {
  limit: number
  source_id: number | null
  since: string | null
  until: string | null
}

/** The filters that every list has in common. */
export const isWanted = sql`
  (${p('source_id')}::int is null or ${articles.source_id} = ${p('source_id')}::int)
  and (${p('since')}::timestamptz is null or ${articles.published_at} >= ${p('since')}::timestamptz)
  and (${p('until')}::timestamptz is null or ${articles.published_at} < ${p('until')}::timestamptz)`

/** Articles, newest first. Lateral and `nulls last`, as the index is, so that it is walked instead of sorted. */
export const listArticles = many<
  ArticleFilter & { after_published_at: string | null; after_id: number | null },
  Article
>('articles.list', {
  shared: true,
  work: sql`
    select page.* from caller, lateral (
      select ${articleColumns()} from ${articles}
      where ${isWanted} and (${p('after_published_at')}::timestamptz is null
        or (${articles.published_at}, ${articles.id}) < (${p('after_published_at')}::timestamptz, ${p('after_id')}::bigint))
      order by ${articles.published_at} desc nulls last, ${articles.id} desc nulls last
      limit ${p('limit')}::int
    ) page
    order by page.published_at desc, page.id desc`,
})

/** The article of this id. */
const asked = sql`${articles.id} = ${p('id')}::bigint`

export const getArticle = one<{ id: number }, Article>('articles.get', {
  shared: true,
  noun: 'article',
  work: sql`select ${articleColumns()} from ${articles}, caller where ${asked}`,
})

/** What became of a pushed article; null when its source does not exist. */
export type Pushed = { is_new: boolean; article: Article } | null

/**
 * Stores one article as the ingest would have, and lets it back in if it was removed.
 * `article`: JSON array of the one FeedArticle.
 */
export const pushArticle = value<{ source_id: number; article: string }, { pushed: Pushed }>(
  'articles.push',
  {
    access: 'admin',
    with: sql`
    source as (select ${sources.id} from ${sources}, caller where ${sources.id} = ${p('source_id')}::int),
    ${upsertArticles(sql`${p('article')}`, { evenRemoved: true })},
    readmitted as (
      delete from ${removedArticles} using identified where ${removedArticles.content_hash} = identified.content_hash
    ),
    result as (
      select is_new, ${articleColumns('stored')} from stored
      union all
      select false, ${articleColumns()} from ${articles}
      where ${articles.content_hash} in (select content_hash from identified) and not exists (select from stored)
    )`,
    work: sql`
    select json_build_object('pushed', (
      select json_build_object('is_new', is_new, 'article', to_jsonb(result) - 'is_new') from result
    )) as value`,
  },
)

/** Removes an article, and remembers it, so that its feeds do not bring it back. */
export const deleteArticle = one<{ id: number }, { content_hash: string }>('articles.delete', {
  access: 'admin',
  noun: 'article',
  guards: { table: articles, where: asked },
  with: sql`
    gone as (
      delete from ${articles} using caller where ${asked}
      returning ${articles.content_hash}
    ),
    remembered as (
      insert into ${removedArticles} (content_hash) select content_hash from gone on conflict do nothing
    )`,
  work: sql`select content_hash from gone`,
})
