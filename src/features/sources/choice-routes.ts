import { createApi, createRoute } from '../../http/api.ts'
import { BODY_PROBLEMS, problems } from '../../http/problem.ts'
import { body, json, noContent } from '../../http/responses.ts'
import { deleteSourceChoice, getSourceChoice, putSourceChoice } from './choice-queries.ts'
import { NewSourceChoice, SourceChoice } from './choice-schemas.ts'
import { SourceParams } from './schemas.ts'

const tags = ['sources']
const path = '/api/v1/sources/{id}/choice'

export const sourceChoiceRoutes = createApi()
  .openapi(
    createRoute({
      method: 'get',
      path,
      operationId: 'getSourceChoice',
      tags,
      summary: 'Read what you want of a source',
      request: { params: SourceParams },
      responses: { 200: json(SourceChoice), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => c.json(await c.var.db.run(getSourceChoice, c.req.valid('param')), 200),
  )
  .openapi(
    createRoute({
      method: 'put',
      path,
      operationId: 'putSourceChoice',
      tags,
      summary: 'Follow, prefer or mute a source',
      description: 'For your own briefs alone; previews show what it brings.',
      request: { params: SourceParams, body: body(NewSourceChoice) },
      responses: { 200: json(SourceChoice), ...problems(...BODY_PROBLEMS, 'not_found') },
    }),
    async (c) => {
      const given = { ...c.req.valid('param'), ...c.req.valid('json') }
      return c.json(await c.var.db.run(putSourceChoice, given), 200)
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path,
      operationId: 'deleteSourceChoice',
      tags,
      summary: 'Get a source as everybody does',
      request: { params: SourceParams },
      responses: { 204: noContent(), ...problems('invalid_request', 'not_found') },
    }),
    async (c) => {
      await c.var.db.run(deleteSourceChoice, c.req.valid('param'))
      return c.body(null, 204)
    },
  )
