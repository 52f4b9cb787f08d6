import * as z from 'zod'
import { AppError } from '../../errors.ts'
import { createApi, createRoute } from '../../http/api.ts'
import { allowReuse, listETag } from '../../http/cache-rules.ts'
import { linkNext } from '../../http/link.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent, notModified } from '../../http/responses.ts'
import { readPage } from './page.ts'
import { deleteArticle, getArticle, pushArticle } from './queries.ts'
import { Article, ArticleParams, ArticleQuery, NewArticle } from './schemas.ts'
import { toFeedArticle } from './to-feed-article.ts'

const tags = ['articles']
/** A text that was printed is seldom corrected. */
const REUSE_S = 60

export const articles = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/articles',
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
      const page = await readPage(c.var.db, c.req.valid('query'))
      if (page.next !== null) linkNext(c, page.next)
      c.var.db.etag = await listETag(page.articles)
      return c.json(page.articles, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/articles/{id}',
      tags,
      summary: 'Read an article',
      request: { params: ArticleParams },
      responses: { 200: json(Article), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      const article = await c.var.db.run(getArticle, c.req.valid('param'))
      allowReuse(c, REUSE_S)
      return c.json(article, 200)
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/articles',
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
      const wanted = c.req.valid('json')
      const article = toFeedArticle(wanted, new Date())
      const { source_id } = wanted
      const { pushed } = await c.var.db.run(pushArticle, {
        source_id,
        article: JSON.stringify([article]),
      })
      if (!pushed) {
        throw new AppError('missing_parent', `There is no source ${source_id}; add it first.`, {
          errors: [{ pointer: '#/source_id', message: 'does not exist' }],
        })
      }
      if (!pushed.is_new) return c.json(pushed.article, 200)
      return c.json(pushed.article, 201, { Location: `/api/v1/articles/${pushed.article.id}` })
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/articles/{id}',
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
