import * as z from 'zod'
import { createApi, createRoute } from '../../http/api.ts'
import { withETag } from '../../http/entity-tag.ts'
import { problems } from '../../http/problem.ts'
import { json, noContent } from '../../http/responses.ts'
import { getTaste, listTastes, resetTaste } from './queries.ts'
import { Taste, TasteParams } from './schemas.ts'

export const tastesTag = {
  name: 'tastes',
  description: 'What thumbs have taught about a reader, and how to have it forgotten.',
}
const tags = [tastesTag.name]

export const tastes = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/tastes',
      operationId: 'listTastes',
      tags,
      summary: 'See what your thumbs have taught',
      description:
        'The strongest first. It follows from the feedback alone; the third place of a topic is never decided by it.',
      responses: { 200: json(z.array(Taste)), ...problems() },
    }),
    async (c) => c.json((await c.var.db.run(listTastes, {})).rows, 200),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/tastes/{id}',
      operationId: 'getTaste',
      tags,
      summary: 'Read about one thing that was learned',
      request: { params: TasteParams },
      responses: { 200: json(Taste), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(withETag(c, await c.var.db.run(getTaste, c.req.valid('param'))), 200),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/tastes/{id}',
      operationId: 'resetTaste',
      tags,
      summary: 'Forget what was learned of one thing',
      description: 'The thumbs stay, and count for all else; later ones count again.',
      request: { params: TasteParams },
      responses: { 204: noContent(), ...problems('invalid_request', 'not_found', 'precondition_failed') },
    }),
    async (c) => {
      await c.var.db.run(resetTaste, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
