import { and, eq, gte, lt, sql } from 'drizzle-orm'
import * as z from 'zod'
import { before, db, newestFirst } from '../../db/builder.ts'
import { articles, removedArticles, sources } from '../../db/schema/index.ts'
import { command, query } from '../../db/statement.ts'
import { upsertArticles } from '../../ingest/store/upsert-articles.ts'
import { articleColumns, articleColumnsOf } from './columns.ts'
import { Article } from './schemas.ts'

type ArticleId = { id: number }

/** The article of this id: every signed-in user may read it. */
const byId = ({ id }: ArticleId) => eq(articles.id, id)

/** Which articles a list is about. */
export interface ArticleFilter {
  source_id?: number | undefined
  since?: string | undefined
  until?: string | undefined
}

/** The conditions that every list has in common. */
export const matchesFilter = ({ source_id, since, until }: ArticleFilter) =>
  and(
    source_id === undefined ? undefined : eq(articles.source_id, source_id),
    since === undefined ? undefined : gte(articles.published_at, since),
    until === undefined ? undefined : lt(articles.published_at, until),
  )

interface ArticleRange extends ArticleFilter {
  limit: number
  /** The key of the last row of the page before. */
  after_published_at?: string | undefined
  after_id?: number | undefined
}

const key = [articles.published_at, articles.id] as const

/** Articles, newest first. */
export const listArticles = query.page(
  'articles.list',
  { returns: Article, shared: true },
  ({ limit, after_published_at, after_id, ...filter }: ArticleRange) =>
    db
      .select(articleColumns)
      .from(articles)
      .where(
        and(
          matchesFilter(filter),
          after_id === undefined ? undefined : before(key, [after_published_at, after_id]),
        ),
      )
      .orderBy(...newestFirst(...key))
      .limit(limit),
)

export const getArticle = query.one(
  'articles.get',
  { returns: Article, noun: 'article', shared: true },
  (article: ArticleId) => db.select(articleColumns).from(articles).where(byId(article)),
)

interface PushedArticle {
  source_id: number
  /** JSON array of the one FeedArticle. */
  article: string
}

/**
 * Stores one article as the ingest would have, and lets it back in if it was removed. Null when its source does not exist.
 */
export const pushArticle = command.maybe(
  'articles.push',
  { returns: Article.extend({ is_new: z.boolean() }), access: 'admin' },
  ({ source_id, article }: PushedArticle) => ({
    with: sql`
      source as (select ${sources.id} from ${sources} where ${sources.id} = ${source_id}::int),
      ${upsertArticles(article, { evenRemoved: true })},
      readmitted as (
        delete from ${removedArticles} using identified where ${removedArticles.content_hash} = identified.content_hash
      )`,
    rows: sql`
      select ${articleColumnsOf(sql`stored`)}, is_new from stored
      union all
      select ${articleColumnsOf(articles)}, false from ${articles}
      where ${articles.content_hash} in (select content_hash from identified) and not exists (select from stored)`,
  }),
)

/** Removes an article, and remembers it, so that its feeds do not bring it back. */
export const deleteArticle = command.one(
  'articles.delete',
  {
    returns: z.object({ id: z.int() }),
    access: 'admin',
    noun: 'article',
    versioned: (article: ArticleId) => ({ table: articles, where: byId(article) }),
  },
  (article) => ({
    with: sql`
      gone as (delete from ${articles} where ${byId(article)} returning ${articles.id}, ${articles.content_hash}),
      remembered as (
        insert into ${removedArticles} (content_hash) select content_hash from gone on conflict do nothing
      )`,
    rows: sql`select id from gone`,
  }),
)
