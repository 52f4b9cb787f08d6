import * as z from 'zod'
import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import { setMaxAge } from '../../http/cache-control.ts'
import { linkNext } from '../../http/cursor.ts'
import { withETag, withListETag } from '../../http/entity-tag.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent, notModified } from '../../http/responses.ts'
import { readPage } from './page.ts'
import { deleteArticle, getArticle, pushArticle } from './queries.ts'
import { Article, ArticleParams, ArticleQuery, NewArticle } from './schemas.ts'
import { toFeedArticle } from './to-feed-article.ts'

export const articlesTag = {
  name: 'articles',
  description: 'What the feeds brought: read, search, push, remove.',
}
const tags = [articlesTag.name]
/** A text that was printed is seldom corrected. */
const REUSE_S = 60

export const articles = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/articles',
      operationId: 'listArticles',
      tags,
      summary: 'List and search articles',
      description: 'Newest first, or with `q` best match first. Page with `cursor` from the `Link` header.',
      request: { query: ArticleQuery },
      responses: {
        200: json(z.array(Article)),
        ...notModified(),
        ...problems('invalid_request', 'not_found'),
      },
    }),
    async (c) => {
      const { limit, ...query } = c.req.valid('query')
      const page = await readPage(c.var.db, { limit, ...query })
      linkNext(c, page, limit, ({ rank, published_at, id }) => [rank ?? published_at, id])
      const articles = page.rows.map(({ rank, ...article }) => article)
      return c.json(await withListETag(c, articles), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/articles/{id}',
      operationId: 'getArticle',
      tags,
      summary: 'Read an article',
      request: { params: ArticleParams },
      responses: { 200: json(Article), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      const article = await c.var.db.run(getArticle, c.req.valid('param'))
      setMaxAge(c, REUSE_S)
      return c.json(withETag(c, article), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/articles',
      operationId: 'createArticle',
      tags,
      summary: 'Push an article from outside',
      description:
        'Normalised as the ingest does it, so a story that is known by its link is updated, not doubled. Admins only.',
      request: { body: body(NewArticle) },
      responses: {
        201: json(Article, 'Created'),
        200: json(Article, 'Known by its link, and updated where the text differs'),
        ...problems(...BODY_PROBLEMS, 'forbidden', 'missing_parent'),
      },
    }),
    async (c) => {
      const { source_id, ...given } = c.req.valid('json')
      const article = JSON.stringify([toFeedArticle(given, new Date())])
      const stored = await c.var.db.run(pushArticle, { source_id, article })
      if (stored === null) {
        throw new AppError('missing_parent', `There is no source ${source_id}; add it first.`, {
          errors: [{ pointer: '#/source_id', message: 'does not exist' }],
        })
      }
      const { is_new, ...pushed } = stored
      if (!is_new) return c.json(pushed, 200)
      return c.json(pushed, 201, { Location: `/api/v1/articles/${pushed.id}` })
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/articles/{id}',
      operationId: 'deleteArticle',
      tags,
      summary: 'Remove an article',
      description:
        'For good: the feeds that still carry it do not bring it back, only pushing it does. Admins only.',
      request: { params: ArticleParams },
      responses: { 204: noContent(), ...problems('invalid_request', 'forbidden', 'not_found') },
    }),
    async (c) => {
      await c.var.db.run(deleteArticle, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
