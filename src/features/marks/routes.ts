import { createApi, createRoute } from '../../http/api.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json } from '../../http/responses.ts'
import { ArticleParams } from '../articles/schemas.ts'
import { getMark, setMark } from './queries.ts'
import { Mark, MarkChange } from './schemas.ts'

export const marksTag = {
  name: 'marks',
  description: 'Which articles the reader has read, and which are saved as items.',
}
const tags = [marksTag.name]

export const marks = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/articles/{id}/mark',
      operationId: 'getMark',
      tags,
      summary: 'Read what you did with an article',
      request: { params: ArticleParams },
      responses: { 200: json(Mark), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(await c.var.db.run(getMark, c.req.valid('param')), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/api/v1/articles/{id}/mark',
      operationId: 'putMark',
      tags,
      summary: 'Mark an article as read, or save it',
      description:
        'Changes the fields that are present. Saved twice, it is one item; when that item is deleted, the article is no longer saved.',
      request: { params: ArticleParams, body: body(MarkChange) },
      responses: { 200: json(Mark), ...problems(...BODY_PROBLEMS, 'not_found', 'limit_reached') },
    }),
    async (c) => {
      const change = { ...c.req.valid('param'), ...c.req.valid('json') }
      return c.json(await c.var.db.run(setMark, { ...change, max_items: c.var.config.itemsPerUser }), 200)
    },
  )
